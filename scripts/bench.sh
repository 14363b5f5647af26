#!/usr/bin/env bash
# Figures for whoever wonders how fast it is. Compare them with others of the same run only.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
say "Building the benchmark; the first time takes a few minutes"
cargo bench --package stripe-sim
