#!/usr/bin/env bash
# Builds dist/, a folder that runs on any machine of the same kind: copy it there, set the
# environment, and start ./customer-portal serve in it. The script checks that it contains no
# simulator.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
wasm_target
wasm_bindgen
cargo_leptos
wasm_opt
cargo_cyclonedx

say "Building for release; the first time takes about ten minutes"
rm -rf dist
# Names with content hashes can be cached for ever; Leptos.toml tells the server to expect them. No feature instead
# of Cargo.toml's `bin-features`, which is the simulator.
LEPTOS_HASH_FILES=true LEPTOS_SITE_ROOT=dist/site \
  cargo leptos build --cargo-locked --release --precompress --bin-features ""

built="$(target_dir)/release"
find dist/site/pkg -name '*.ts*' -delete # type declarations, which nobody asks a server for
cp "$built/customer-portal" "$built/hash.txt" Leptos.toml portal.toml dist/

# Every panic message of the simulator would name its source file.
if LC_ALL=C grep -q "stripe-sim/src/" dist/customer-portal; then
  die "the server contains the simulator; see 'cargo tree --package customer-portal --invert stripe-sim'"
fi

# sbom FILE PACKAGE FOLDER CARGO-FLAG...: writes the inventory of the package in that folder, in
# CycloneDX, to find out whether a vulnerability concerns it. The tool writes a file beside every
# manifest; only one is kept.
sbom() {
  local file=$1 package=$2 folder=$3
  shift 3
  cargo cyclonedx --quiet --format json --spec-version 1.5 --override-filename "$file" \
    --manifest-path "$folder/Cargo.toml" "$@"
  mv "$folder/$file.json" dist/
  git ls-files '*Cargo.toml' | while read -r manifest; do rm -f "$(dirname "$manifest")/$file.json"; done
  cargo tree --locked --package "$package" --edges normal,build --prefix none "$@" | node scripts/sbom.mjs "dist/$file.json"
}
sbom customer-portal.cdx customer-portal .
sbom site.cdx islands islands --features hydrate --target wasm32-unknown-unknown

say "dist/ is ready"
printf '%9d kB  dist/customer-portal\n' "$(($(wc -c <dist/customer-portal) / 1000))"
node scripts/size.mjs dist/site/pkg
