#!/usr/bin/env bash
# Runs every test of the project, after installing what they need. All suites run even if one fails,
# so that one run reports everything.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/browser.sh
source scripts/postgres.sh
source scripts/python.sh

# Folders whose `npm test` is a suite; each has a package-lock.json of its own.
npm_suites=(end2end stripe-sim/conformance)

summary=""
failed=0

# suite NAME COMMAND...: runs it and notes how it went.
suite() {
  local name=$1 started=$SECONDS result=passed
  shift
  say "$name"
  "$@" || {
    result=FAILED
    failed=1
  }
  summary="$summary$(printf '  %-6s  %4d s  %s' "$result" "$((SECONDS - started))" "$name")
"
}

# skipped NAME: what did not run is said here and at the end, so that nobody takes it for passed.
skipped() {
  say "SKIPPED: $1"
  summary="$summary$(printf '  %-6s  %6s  %s' SKIPPED "" "$1")
"
}

prerequisites
wasm_target
wasm_bindgen
cargo_leptos
for folder in "${npm_suites[@]}" examples/product-express tests/mail-server tests/provider; do npm_packages "$folder"; done
python_packages || true
browser

say "Building the site for the browser tests; the first time takes about five minutes"
cargo leptos build --cargo-locked || die "the build failed; the compiler's message is further up"

# The tests start the example, and the proof of convergence is run below.
cargo_debug build --package converge --package product-axum || die "the build failed; the compiler's message is further up"
suite "Rust tests" cargo_debug test --workspace --features simulator --no-fail-fast
converge=("$(target_dir)/debug/converge" --server "$(target_dir)/debug/customer-portal")
suite "Convergence on SQLite" "${converge[@]}"
if postgres; then
  suite "HTTP tests, the example, the schema, the queue and the facts on PostgreSQL" \
    cargo_debug test --workspace --features simulator --test http --test embed --test migration --test queues --test facts --no-fail-fast
  suite "Convergence on PostgreSQL" "${converge[@]}" --database "$TEST_DATABASE_URL"
else
  skipped "everything on PostgreSQL: install it (initdb on PATH) and run this again"
fi
if [ -n "${EXAMPLES_PYTHON:-}" ]; then
  suite "The API against its document" scripts/api-test.sh
else
  skipped "the API against its document, and the product in Flask: install Python 3.10 or newer with venv, and run this again"
fi
for folder in "${npm_suites[@]}"; do
  suite "npm test in $folder" npm test --prefix "$folder"
done

say "Tests"
printf '%s' "$summary"
exit "$failed"
