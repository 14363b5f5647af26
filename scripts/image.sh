#!/usr/bin/env bash
# Builds dist/customer-portal.oci.tar, a container image with one static program and the site, and nothing else: no
# shell, no libraries, no package manager. It needs neither Docker nor root. The folder dist/image has the same files
# for the Dockerfile.
set -euo pipefail
source "$(dirname "$0")/lib.sh"
source scripts/tools.sh
source scripts/dist.sh

archive=dist/customer-portal.oci.tar
limit=30000 # kB, compressed
user=65532  # what images without a shell call "nonroot"

[ "$(uname -s)" = Linux ] || die "the image is built on Linux, because its program is linked with Linux' C library musl"
case $(uname -m) in
  x86_64) triple=x86_64-unknown-linux-musl architecture=amd64 ;;
  aarch64 | arm64) triple=aarch64-unknown-linux-musl architecture=arm64 ;;
  *) die "the image can be built on x86_64 and aarch64, and this machine is $(uname -m)" ;;
esac
prerequisites
musl_gcc "$triple"
rust_target "$triple"
program umoci umoci "writes container images"

rm -f "$archive"
dist dist/image "$triple"
if readelf --program-headers --wide dist/image/customer-portal | grep -q INTERP; then
  die "dist/image/customer-portal is not static: it would not start in an image without libraries"
fi
# Where the database goes: a volume that is mounted here takes this owner.
mkdir dist/image/data

work=$(mktemp -d "${TMPDIR:-/tmp}/customer-portal-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
# The same sources make the same bytes: with the time of the commit, in an order of their own.
export TZ=UTC
created=$(git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)

# layer NAME OWNER MODE FILE...: adds files of dist/image as a layer. GNU tar, which every Linux has, sets owners
# without being root.
layer() {
  local name=$1 owner=$2 mode=$3
  shift 3
  tar --create --file "$work/$name.tar" --directory dist/image --format=gnu --sort=name --mtime="$created" \
    --owner="$owner" --group="$owner" --numeric-owner --mode="$mode" "$@"
  umoci raw add-layer --image "$work/oci:$tag" --history.created "$created" --history.created_by "make image: $name" \
    "$work/$name.tar"
}

say "Writing $archive"
version=$(awk -F '"' '/^version = / { print $2; exit }' Cargo.toml)
tag=customer-portal:$version
umoci init --layout "$work/oci"
umoci new --image "$work/oci:$tag"
# What changes with every release comes last, so that a registry stores the rest once.
layer data "$user" u=rwx,go= data
layer site 0 u=rwX,go=rX Leptos.toml portal.toml access.toml site
layer server 0 u=rwX,go=rX customer-portal hash.txt
# From the working directory / the database is data/customer-portal.db, as everywhere. DATABASE_URL is not set, because
# that would forbid DATABASE_URL_FILE. SQLite's large temporary files need a folder that can be written to.
umoci config --image "$work/oci:$tag" --created "$created" --history.created "$created" \
  --history.created_by "make image: settings" --os linux --architecture "$architecture" \
  --config.user "$user:$user" --config.workingdir / --config.volume /data --config.exposedports 3000/tcp \
  --config.env LEPTOS_ENV=PROD --config.env LEPTOS_SITE_ADDR=0.0.0.0:3000 --config.env SQLITE_TMPDIR=/data \
  --config.entrypoint /customer-portal --config.cmd serve \
  --config.label org.opencontainers.image.title=customer-portal \
  --config.label "org.opencontainers.image.version=$version" \
  --config.label "org.opencontainers.image.revision=$(git rev-parse HEAD)" \
  --config.label "org.opencontainers.image.licenses=MIT OR Apache-2.0"
umoci gc --layout "$work/oci"
# Docker's own table of contents, without which `docker load` knows the format since version 29 only.
node -e '
  const fs = require("fs"), [folder, tag] = process.argv.slice(1);
  const blob = ({ digest }) => `blobs/${digest.replace(":", "/")}`, read = path => JSON.parse(fs.readFileSync(`${folder}/${path}`));
  const { config, layers } = read(blob(read("index.json").manifests[0]));
  fs.writeFileSync(`${folder}/manifest.json`, JSON.stringify([{ Config: blob(config), RepoTags: [tag], Layers: layers.map(blob) }]));
' "$work/oci" "$tag"
tar --create --file "$archive" --directory "$work/oci" --format=gnu --sort=name --mtime="$created" \
  --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX .

size=$(($(wc -c <"$archive") / 1000))
printf '%9d kB  dist/image/customer-portal\n' "$(($(wc -c <dist/image/customer-portal) / 1000))"
printf '%9d kB  %s, compressed; the limit is %d kB\n' "$size" "$archive" "$limit"
[ "$size" -le "$limit" ] || die "the image is larger than $limit kB"
