# shellcheck shell=bash
# Makes a deployable folder: the server without the simulator, the site, the settings, and the
# inventories. Shared by release.sh and image.sh, so that an image contains what a release does.
# Sourced after lib.sh and tools.sh.

# dist FOLDER [TRIPLE]: for the Rust target, or for this machine.
dist() {
  local folder=$1 triple=${2:-} built
  prerequisites
  wasm_target
  wasm_bindgen
  cargo_leptos
  wasm_opt
  cargo_cyclonedx

  say "Building for release; the first time takes about ten minutes"
  rm -rf "$folder"
  # Names with content hashes can be cached for ever; Leptos.toml tells the server to expect them. No feature instead
  # of Cargo.toml's `bin-features`, which is the simulator.
  env ${triple:+"LEPTOS_BIN_TARGET_TRIPLE=$triple"} LEPTOS_HASH_FILES=true LEPTOS_SITE_ROOT="$folder/site" \
    cargo leptos build --cargo-locked --release --precompress --bin-features ""

  built="$(target_dir)/${triple:+$triple/}release"
  find "$folder/site/pkg" -name '*.ts*' -delete # type declarations, which nobody asks a server for
  cp "$built/customer-portal" "$built/hash.txt" Leptos.toml portal.toml access.toml "$folder/"

  # Every panic message of the simulator would name its source file.
  if LC_ALL=C grep -q "stripe-sim/src/" "$folder/customer-portal"; then
    die "the server contains the simulator; see 'cargo tree --package customer-portal --invert stripe-sim'"
  fi

  if LC_ALL=C grep -q "CLOCK_AHEAD_SECONDS" "$folder/customer-portal"; then
    die "the server's clock can be wrong on purpose; see the feature ahead of crates/clock"
  fi

  sbom "$folder" customer-portal.cdx customer-portal . ${triple:+--target "$triple"}
  sbom "$folder" site.cdx islands islands --features hydrate --target wasm32-unknown-unknown
}

# sbom INTO FILE PACKAGE FOLDER CARGO-FLAG...: writes the inventory of the package in that folder, in
# CycloneDX, to find out whether a vulnerability concerns it. The tool writes a file beside every
# manifest; only one is kept.
sbom() {
  local into=$1 file=$2 package=$3 folder=$4
  shift 4
  cargo cyclonedx --quiet --format json --spec-version 1.5 --override-filename "$file" \
    --manifest-path "$folder/Cargo.toml" "$@"
  mv "$folder/$file.json" "$into/"
  git ls-files '*Cargo.toml' | while read -r manifest; do rm -f "$(dirname "$manifest")/$file.json"; done
  cargo tree --locked --package "$package" --edges normal,build --prefix none "$@" | node scripts/sbom.mjs "$into/$file.json"
}
