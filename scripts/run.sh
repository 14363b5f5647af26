#!/usr/bin/env bash
# From a fresh clone to a running site: sets up what is missing, then hands over to cargo-leptos
# (`run.sh serve`, or `run.sh watch` to rebuild on every change).
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
wasm_target
wasm_bindgen
cargo_leptos

say "To use cargo leptos yourself: export PATH=\"$tools/bin:\$PATH\""
say "Building; the first time takes about five minutes. The site is then at http://127.0.0.1:3000"
exec cargo leptos "$1" --cargo-locked
