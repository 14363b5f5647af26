# shellcheck shell=bash
# Builds the site as cargo-leptos does in development, without cargo-leptos, which takes ten minutes to compile. The
# folders, flags and file names are the same, so `make watch` afterwards compiles only what was changed.
# Sourced after tools.sh.

site="${LEPTOS_SITE_ROOT:-target/site}"

# The settings stand in [[workspace.metadata.leptos]] in Cargo.toml.
build_site() {
  local target
  target=$(target_dir)
  say "Building the server; the first time takes about four minutes on two cores"
  cargo_debug build --package=customer-portal --bin=customer-portal --no-default-features --features=simulator ||
    die "the server could not be built; the compiler's message is further up"
  say "Building the browser's half; the first time takes about a minute"
  cargo_debug build --package=islands --lib --target-dir="$target/front" --target=wasm32-unknown-unknown \
    --no-default-features --features=hydrate ||
    die "the browser's half could not be built; the compiler's message is further up"
  mkdir -p "$site/pkg"
  cp -R public/. "$site"
  wasm-bindgen --target=web --out-name=app --out-dir="$site/pkg" \
    "$target/front/wasm32-unknown-unknown/debug/islands.wasm" || die "wasm-bindgen failed; its message is further up"
  mv "$site/pkg/app_bg.wasm" "$site/pkg/app.wasm"
  node "$tools/style/style.mjs" style/main.css "$site/pkg/app.css" ||
    die "the style could not be built; its message is further up"
}

# Serves what build_site built, with what cargo-leptos would hand over.
serve_site() {
  export LEPTOS_OUTPUT_NAME=app LEPTOS_SITE_PKG_DIR=pkg
  export LEPTOS_SITE_ROOT="$site" LEPTOS_SITE_ADDR="${LEPTOS_SITE_ADDR:-127.0.0.1:3000}"
  exec "$(target_dir)/debug/customer-portal" "$@"
}
