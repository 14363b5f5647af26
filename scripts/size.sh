#!/usr/bin/env bash
# Builds the browser's code as for a release, measures its size, and fails if it is above the limit.
# It uses a separate folder, so that it does not disturb a running `make watch`.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
wasm_target
wasm_bindgen
cargo_leptos
wasm_opt

say "Building the browser's half for release; the first time takes about three minutes"
LEPTOS_SITE_ROOT=target/size cargo leptos build --cargo-locked --release --frontend-only

say "What the browser downloads"
limit=$(awk '$1 == "client" { print $3 }' benches/limit/limits.toml)
[ -n "$limit" ] || die "benches/limit/limits.toml does not say how large the client may be"
node scripts/size.mjs target/size/pkg "$limit"
