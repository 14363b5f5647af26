#!/usr/bin/env bash
# Checks that `make watch` rebuilds and reloads after an edit in a page, in a crate and in an
# island. It edits a copy, not the checkout.
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

# Dependencies are not built anew, so it shares the target directory. Every file is as new as now (-m): nothing is
# taken for built that an earlier run built from here and edited.
CARGO_TARGET_DIR=$(target_dir)
export CARGO_TARGET_DIR
export WATCHED="$CARGO_TARGET_DIR/watched"
rm -rf "$WATCHED"
mkdir -p "$WATCHED"
git ls-files -z --cached --others --exclude-standard | tar --null --files-from - --create |
  tar --extract -m --directory "$WATCHED"

say "Watching a copy; the first build takes about five minutes, and each of the three changes about one"
(cd end2end && npx playwright test --config watch.config.ts)
rm -rf "$WATCHED"
say "Every change was rebuilt, and the page reloaded"
