#!/usr/bin/env bash
# Checks that the convergence test can fail: each patch in converge/sabotage breaks one promise of
# the server, and the test has to notice it. The patches are applied to a copy, not to the checkout.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

prerequisites
target=$(target_dir)
copy="$target/sabotage"
say "Building the tormentor"
cargo_debug build --package converge

# All files get the current time, so that Cargo does not reuse what an earlier run built from here.
rm -rf "$copy"
mkdir -p "$copy/tree"
git ls-files -z --cached --others --exclude-standard | tar --null --files-from - --create | tar --extract -m --directory "$copy/tree"

missed=""
for patch in converge/sabotage/*.patch; do
  say "$(head -n 1 "$patch")"
  patch --quiet --directory "$copy/tree" --strip 1 <"$patch" || die "$patch does not apply any more"
  # In the same target directory, so that only our own crates are built anew.
  (cd "$copy/tree" && CARGO_TARGET_DIR="$target" cargo_debug build --quiet --features simulator --bin customer-portal)
  mv "$target/debug/customer-portal" "$copy/customer-portal"
  patch --quiet --directory "$copy/tree" --strip 1 --reverse <"$patch"
  if "$target/debug/converge" --server "$copy/customer-portal" "$@"; then
    missed="$missed $(basename "$patch")"
  else
    say "Noticed"
  fi
done
rm -rf "$copy"
[ -z "$missed" ] || die "nobody noticed:$missed"
say "Every sabotage was noticed"
