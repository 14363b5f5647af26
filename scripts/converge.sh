#!/usr/bin/env bash
# Proves that the server's data ends equal to Stripe's, on SQLite and on PostgreSQL. Options: see
# converge --help.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/postgres.sh

prerequisites
say "Building the server and its tormentor"
cargo_debug build --features simulator --bin customer-portal
cargo_debug build --package converge

say "SQLite"
"$(target_dir)/debug/converge" --server "$(target_dir)/debug/customer-portal" "$@"
postgres || die "no PostgreSQL found: install it (initdb on PATH) for the other half of the proof"
say "PostgreSQL"
"$(target_dir)/debug/converge" --server "$(target_dir)/debug/customer-portal" --database "$TEST_DATABASE_URL" "$@"
