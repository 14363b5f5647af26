#!/usr/bin/env bash
# Measures the speed of the simulator, then of the site on SQLite and on PostgreSQL, with every
# commit on disk. Compare only figures of the same run. Options: see figures --help.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/postgres.sh

prerequisites
say "Building the simulator's benchmark; the first time takes a few minutes"
cargo bench --locked --package stripe-sim

say "Building the site for release; the first time takes about ten minutes"
cargo build --locked --release --bin customer-portal
cargo build --locked --release --package converge --bin figures
figures=("$(target_dir)/release/figures" --server "$(target_dir)/release/customer-portal")
cargo build --locked --release --package limit
on_postgres=()
if PG_FSYNC=on postgres; then on_postgres=(--database "$TEST_DATABASE_URL"); fi
say "The site and the bare minimum"
held=0
"$(target_dir)/release/limit" --server "$(target_dir)/release/customer-portal" --bare "$(target_dir)/release/bare" \
  ${on_postgres[@]+"${on_postgres[@]}"} || held=1
say "The site on SQLite"
"${figures[@]}" "$@"
if [ "${#on_postgres[@]}" -gt 0 ]; then
  say "The site on PostgreSQL"
  "${figures[@]}" "${on_postgres[@]}" "$@"
else
  say "SKIPPED: the site on PostgreSQL; install it (initdb on PATH) for the other half"
fi
[ "$held" = 0 ] || die "a limit in benches/limit/limits.toml did not hold; see above"
