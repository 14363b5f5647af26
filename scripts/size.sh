#!/usr/bin/env bash
# The weight of the site is a promise: this builds the browser's half as it is released, weighs it,
# and fails when it is over. It goes to a folder of its own, so a running `make watch` is not disturbed.
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
node scripts/size.mjs target/size/pkg 64000
