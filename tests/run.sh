#!/usr/bin/env bash
# Everything that is tested: stories on SQLite and on a PostgreSQL of our own, then the browser.
# `tests/run.sh rust` and `tests/run.sh browser` run one half.
set -euo pipefail
cd "$(dirname "$0")/.."
part=${1:-all}
started=$SECONDS

# Where the disk is full the linker dies of a bus error, and nobody understands why.
free_mb=$(df -Pm "${CARGO_TARGET_DIR:-.}" | awk 'NR == 2 { print $4 }')
if [ ! -d "${CARGO_TARGET_DIR:-target}/debug" ] && [ "$free_mb" -lt 8000 ]; then
  echo "warning: $free_mb MB free here; building and testing from nothing takes some 8,000" >&2
fi

tests/tools.sh test

cluster=$(mktemp -d)
trap 'tests/postgres.sh stop "$cluster"' EXIT

rust() {
  PLEIN_TEST_PG=$(tests/postgres.sh start "$cluster")
  (cd tests/peers/smtp && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  # With the newer Node that it needs.
  (cd tests/peers/fedify && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  # A virtual environment of its own, unless the machine has the server already.
  if ! command -v moto_server >/dev/null; then
    python3 -m venv target/peers/s3
    target/peers/s3/bin/pip install --quiet --disable-pip-version-check -r tests/peers/s3/requirements.txt
    PATH=$PWD/target/peers/s3/bin:$PATH
  fi
  # With CI set no story may be skipped.
  export PLEIN_TEST_PG CI=1
  cargo test --workspace --locked --no-fail-fast
}

browser() {
  [ -f tests/browser/package.json ] || return 0
  (cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cargo build --locked --bin plein
  (cd tests/browser && node --test --test-reporter=spec)
}

case $part in
  all) rust; browser ;;
  rust | browser) $part ;;
  *) echo "usage: tests/run.sh [rust|browser]" >&2; exit 2 ;;
esac
echo "all tests passed in $((SECONDS - started)) s"
