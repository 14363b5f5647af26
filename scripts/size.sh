#!/usr/bin/env bash
# Builds the browser's code and the program as for a release, measures their sizes, and fails if one is above its limit;
# the program also has to serve an account page.
# It uses a separate folder, so that it does not disturb a running `make watch`.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

# limit NAME: what benches/limit/limits.toml says.
limit() {
  awk -v name="$1" '$1 == name { print $3; found = 1 } END { exit !found }' benches/limit/limits.toml ||
    die "benches/limit/limits.toml does not say how large the $1 may be"
}

prerequisites
wasm_target
wasm_bindgen
cargo_leptos
wasm_opt

say "Building the browser's half for release; the first time takes about three minutes"
LEPTOS_SITE_ROOT=target/size cargo leptos build --cargo-locked --release --frontend-only

say "What the browser downloads"
node scripts/size.mjs target/size/pkg "$(limit client)"

say "Building the program as for a release; the first time takes about ten minutes"
cargo build --locked --profile smoke --bin customer-portal
say "What a server runs"
node scripts/smoke.mjs "$(target_dir)/smoke/customer-portal" target/size "$(limit program)"
