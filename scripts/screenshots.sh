#!/usr/bin/env bash
# The pictures in the docs are taken by the browser tests, from the site as it is now.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/browser.sh

prerequisites
wasm_target
wasm_bindgen
cargo_leptos
npm_packages end2end
browser

say "Building the site"
cargo leptos build --cargo-locked
npm run screenshots --prefix end2end
