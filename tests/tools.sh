#!/usr/bin/env bash
# Installs what is missing, by the name of its Debian package: `tools.sh build` for building, `tools.sh test` for all.
set -euo pipefail

# command or file to look for, and the package that brings it
build=(cc:gcc ld:binutils make:make)
test=("${build[@]}" node:nodejs npm:npm chromium:chromium openssl:openssl python3:python3 '/usr/lib/python3*/ensurepip:python3-venv' '/usr/lib/postgresql/*/bin/initdb:postgresql')

is_there() { command -v "$1" >/dev/null || compgen -G "$1" >/dev/null; }

missing() {
  for pair in "$@"; do
    is_there "${pair%:*}" || echo "${pair##*:}"
  done
}

install() {
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  echo "installing: $*"
  "${sudo[@]}" apt-get update -qq
  # PostgreSQL's package would start a cluster of its own; the tests start theirs.
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 -o APT::Get::Show-Upgraded=false "$@" >/dev/null
}

command -v cargo >/dev/null || { echo "Rust is missing: see https://rustup.rs" >&2; exit 1; }
case ${1:-} in
  build) needed=$(missing "${build[@]}") ;;
  test) needed=$(missing "${test[@]}") ;;
  *) echo "usage: tests/tools.sh build|test" >&2; exit 2 ;;
esac
[ -z "$needed" ] && exit 0
command -v apt-get >/dev/null || { echo "please install: "$needed >&2; exit 1; }
# shellcheck disable=SC2086 # one word a package
install $needed
