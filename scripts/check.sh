#!/usr/bin/env bash
# Every check of the code that does not run it. Stops at the first problem.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

step() {
  say "$1"
  shift
  "$@"
}

# absent PATTERN CARGO-TREE-FLAG...: no package whose name starts with PATTERN is linked.
absent() {
  local pattern=$1 packages found
  shift
  packages=$(cargo tree --locked --no-default-features --edges normal --prefix none "$@")
  found=$(grep -E "^($pattern)" <<<"$packages" | sort -u || true)
  [ -z "$found" ] || die "this must not be linked here:
$found
To see why, run: cargo tree --no-default-features --edges normal $* --invert <name>"
}

prerequisites
wasm_target
cargo_deny
cargo_machete
if ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
  step "Adding rustfmt and clippy, once" rustup component add rustfmt clippy
fi

browser=(--package islands --features hydrate --target wasm32-unknown-unknown)
# cargo-leptos builds the browser's half in a directory of its own; what it compiled for the host serves here.
front="$(target_dir)/front"

# What is known to be vulnerable changes without us, so that is checked where it can be had: not without
# the network, nor where GitHub cannot be reached.
advisories() {
  export GIT_TERMINAL_PROMPT=0
  if within 60 cargo deny --locked fetch db >/dev/null 2>&1; then
    cargo deny --locked check --hide-inclusion-graph advisories
  else
    say "SKIPPED: known vulnerabilities, since their database (github.com/RustSec/advisory-db) could not be fetched"
  fi
}

sabotages_apply() {
  local patch
  for patch in converge/sabotage/*.patch; do
    git apply --check "$patch" || die "$patch does not apply any more: make it anew"
  done
}

# Uses the artefacts of the lints, so that nothing is compiled again.
documentation() {
  RUSTDOCFLAGS="-D warnings" cargo_debug doc --workspace --features simulator --no-deps --document-private-items
}

step "Formatting" cargo fmt --all --check
step "Formatting: fuzz targets" cargo fmt --manifest-path fuzz/Cargo.toml --check
step "Formatting: wasm-bindgen's command" cargo fmt --manifest-path scripts/wasm-bindgen/Cargo.toml --check
step "Every sabotage of the proof still applies" sabotages_apply
step "The browser's half is free of the server's crates" absent \
  "async-stripe|axum|hyper|libsqlite3|reqwest|rustls|sea-orm|sqlx|stripe-sim|tokio|tower" "${browser[@]}"
step "The production server is free of the simulator" absent "stripe-sim" --package customer-portal
step "Dependencies that nothing uses" cargo machete --with-metadata
step "Licences, sources, banned crates" cargo deny --locked check --hide-inclusion-graph bans licenses sources
step "Known vulnerabilities" advisories
step "Lints: workspace, with the simulator" \
  cargo_debug clippy --workspace --all-targets --features simulator -- -D warnings
step "Documentation: no dead links" documentation
step "Lints: production server" \
  cargo_debug clippy --package customer-portal --bin customer-portal -- -D warnings
# A separate workspace, because it needs other flags; its lock file has to follow ours.
step "Lints: fuzz targets" \
  cargo_debug clippy --manifest-path fuzz/Cargo.toml --target-dir "$(target_dir)" -- -D warnings
step "Lints: browser" \
  cargo_debug clippy --lib "${browser[@]}" --target-dir "$front" -- -D warnings
say "All checks passed"
