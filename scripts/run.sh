#!/usr/bin/env bash
# From a fresh clone to a running site: sets up what is missing, builds and serves. `run.sh watch` hands over to
# cargo-leptos, which rebuilds on every change; `run.sh serve` does without it, since it takes long to compile.
# With BRAND=1 it is the site of a made-up company.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/site.sh

if [ -n "${BRAND:-}" ]; then
  export BRAND_NAME="Northwind Notes" BRAND_COLOR="#4338ca" BRAND_RADIUS=0.875rem
  export BRAND_LOGO=demo-brand/logo.svg BRAND_LOGO_DARK=demo-brand/logo-dark.svg
  export HOME_URL=https://www.example.com/ SUPPORT_EMAIL=support@example.com
  export TERMS_URL=https://www.example.com/terms PRIVACY_URL=https://www.example.com/privacy
fi

prerequisites
wasm_target
wasm_bindgen
if [ "${1:-serve}" = watch ]; then
  cargo_leptos
  say "To use cargo leptos yourself: export PATH=\"$tools/bin:\$PATH\""
  say "Building; the first time takes about five minutes. The site is then at http://127.0.0.1:3000"
  exec cargo leptos watch --cargo-locked
fi
lightning_css
build_site
serve_site
