#!/usr/bin/env bash
# Starts what `make image` built with nothing else around it, as a container would: in a root file system of its own that
# is read-only but for /data, as the image's user, with the image's environment. What a static program lacks (a library,
# a certificate, a folder for temporary files) is missing only there. A customer then signs up, buys a plan and opens
# the portal. Stripe is the simulator, outside. Not part of `make test`, because it needs root and a release build.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh

archive=dist/customer-portal.oci.tar

skip() {
  printf '\n==> SKIPPED: the image was NOT tested: %s\n' "$*"
  exit 0
}

[ "$(uname -s)" = Linux ] || skip "this needs Linux"
[ "$(id -u)" -eq 0 ] || skip "changing the root folder and the user needs root"
[ -f "$archive" ] || die "there is no $archive; run 'make image' first"
prerequisites
program umoci umoci "unpacks container images"
program curl curl "is the customer here"

say "Building the simulator"
cargo_debug build --package stripe-sim --bin stripe-sim

work=$(mktemp -d "${TMPDIR:-/tmp}/customer-portal-image-test.XXXXXX")
pids=()
finish() {
  local status=$?
  [ "$status" -eq 0 ] || tail -n 50 "$work"/*.log
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap finish EXIT

say "Unpacking the image"
mkdir "$work/layout"
tar --extract --file "$archive" --directory "$work/layout"
tag=$(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).manifests[0].annotations["org.opencontainers.image.ref.name"]' "$work/layout/index.json")
umoci unpack --image "$work/layout:$tag" "$work/bundle" >"$work/umoci.log"
root="$work/bundle/rootfs"

# What the image says of how it is started, one value a line.
setting() {
  node -p "const { process: p } = JSON.parse(require('fs').readFileSync(process.argv[1])); ($1).join('\n')" "$work/bundle/config.json"
}
[ "$(setting '[p.user.uid, p.user.gid, p.cwd]' | xargs)" = "65532 65532 /" ] || die "another user or folder than expected"
[ "$(setting 'p.args' | xargs)" = "/customer-portal serve" ] || die "another command than expected"
mapfile -t environment < <(setting 'p.env')

port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}
site_port=$(port) stripe_port=$(port)
site="http://127.0.0.1:$site_port" stripe="http://127.0.0.1:$stripe_port"
secret="whsec""_$(printf '%032d' 0)"
environment+=(
  "LEPTOS_SITE_ADDR=0.0.0.0:$site_port" # instead of the image's port, which may be in use here
  "APP_URL=$site"
  "APP_SECRET=$(node -p 'require("crypto").randomBytes(32).toString("base64")')"
  "STRIPE_SECRET_KEY=sk_test""_$(printf '%024d' 0)"
  "STRIPE_WEBHOOK_SECRET=$secret"
  "STRIPE_API_BASE=$stripe/"
)

# The volume. A new one has the owner of the image's folder.
cp -a "$root/data" "$work/data"

# "${inside[@]}" COMMAND...: in the image's root file system, read-only where this machine allows mounts. Each program
# of this line replaces the one before, so that a signal reaches the last.
as_user=(env -i "${environment[@]}" "$(command -v chroot)" --userspec=65532:65532 --groups= "$root")
if unshare --mount true 2>"$work/unshare.log"; then
  # shellcheck disable=SC2016 # the inner shell expands them
  inside=(unshare --mount sh -ec '
    root=$1 data=$2
    shift 2
    mount --bind "$root" "$root"
    mount --bind "$data" "$root/data"
    mount -o remount,bind,ro "$root"
    if touch "$root/written" 2>/dev/null; then
      echo "the root file system is not read-only" >&2
      exit 1
    fi
    exec "$@"' sh "$root" "$work/data" "${as_user[@]}")
else
  say "NOTE: no mounts are allowed here, so only its owner protects the root file system"
  rmdir "$root/data"
  mv "$work/data" "$root/data"
  inside=("${as_user[@]}")
fi

say "Starting Stripe's simulator, with what portal.toml sells"
"$(target_dir)/debug/stripe-sim" --addr "127.0.0.1:$stripe_port" --webhook-url "$site/api/stripe/webhook" \
  --webhook-secret "$secret" 2>"$work/stripe.log" &
pids+=($!)

# within_seconds SECONDS WHAT COMMAND...: repeats the command until it succeeds.
within_seconds() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || die "$what"
    sleep 0.2
  done
}

at_stripe() {
  local path=$1
  shift
  curl --silent --show-error --fail --user sk_test_x: "$stripe/v1/$path" "$@"
}

within_seconds 10 "the simulator does not start" curl --silent --output /dev/null "$stripe/"
for product in pro team; do
  at_stripe products -d "id=prod_demo_$product" -d "name=Plan $product" -d "metadata[portal_order]=1" >/dev/null
  for interval in month year; do
    at_stripe prices -d "product=prod_demo_$product" -d currency=usd -d unit_amount=1200 \
      -d "recurring[interval]=$interval" -d "lookup_key=prod_demo_${product}_$interval" >/dev/null
  done
done

say "Starting the image's program as user 65532"
if "${inside[@]}" /customer-portal healthcheck 2>"$work/healthcheck.log"; then die "healthcheck says healthy before the start"; fi
grep -q "no server answers" "$work/healthcheck.log" || die "healthcheck: $(cat "$work/healthcheck.log")"
"${inside[@]}" /customer-portal portal apply --yes >"$work/apply.log" 2>&1 || die "portal apply failed"
"${inside[@]}" /customer-portal serve >"$work/serve.log" 2>&1 &
server=$!
pids+=("$server")
healthy() { "${inside[@]}" /customer-portal healthcheck 2>"$work/healthcheck.log"; }
within_seconds 20 "the server does not become healthy" healthy

# browser PATH FLAG...: what a browser without JavaScript sends; prints the status, and where it is sent on.
browser() {
  local path=$1
  shift
  curl --silent --show-error --cookie "$work/cookies" --cookie-jar "$work/cookies" --output "$work/page.html" \
    --header "Accept: text/html" --header "Origin: $site" --header "Referer: $site/account" \
    --write-out '%{http_code} %{redirect_url}' "$site$path" "$@"
}

# expect ANSWER PATTERN WHAT
expect() {
  # shellcheck disable=SC2053 # a pattern
  [[ $1 == $2 ]] || die "$3: the answer is $1, not $2"
  echo "  $3: $1"
}

shows() { browser "$1" >/dev/null && grep -q "$2" "$work/page.html"; }

say "One customer's way"
within_seconds 20 "the prices are not fetched" shows /pricing "Plan pro"
expect "$(browser /api/signup -d email=ada@example.com -d password=green-kettle-march)" "30? $site/account*" "signing up"
expect "$(browser /account)" "200 " "the account page"
browser /pricing >/dev/null
price=$(grep -o 'price_[A-Za-z0-9]*' "$work/page.html" | head -1)
checkout=$(browser /api/checkout -d "price=$price")
expect "$checkout" "30? $stripe/c/pay/*" "choosing a plan"
curl --silent --show-error --fail --output /dev/null "${checkout#* }" -d number=4242424242424242 -d expiry=12/40 -d cvc=123
within_seconds 20 "the plan is not on the account page" shows /account "Manage Subscription"
portal=$(browser /api/create_portal_session -X POST)
expect "$portal" "30? $stripe/p/*" "pressing the button"
curl --silent --fail "${portal#* }" | grep -q "Manage your subscription" || die "this is not the portal of portal.toml"
echo "  the portal opens"
browser /account >/dev/null
asset=$(grep -o '/pkg/app[^"]*\.css' "$work/page.html" | head -1)
expect "$(browser "$asset")" "200 " "the site's style, $asset"

say "Stopping it"
kill -TERM "$server"
wait "$server" || die "the server does not stop well"
[ -s "$work/data/customer-portal.db" ] || [ -s "$root/data/customer-portal.db" ] || die "there is no database in /data"
owners=$(find "$work/data" "$root/data" -type f -exec stat -c '%u:%g %a' {} + 2>/dev/null | sort -u)
[ "$owners" = "65532:65532 600" ] || die "files in /data belong to: $owners"
say "The image works: a customer signed up, bought a plan and opened the portal"
