#!/bin/sh
# The fetch tests need a PostgreSQL server; without one, or a way to install it, they are skipped.
set -eu
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; then exit 0; fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true >/dev/null 2>&1; then sudo="none"; else sudo="sudo -n"; fi
fi
if command -v apt-get >/dev/null 2>&1 && [ "$sudo" != "none" ]; then
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends postgresql
else
    echo "No PostgreSQL server found, and no right to install it: the tests of fetching from one will be skipped." >&2
    exit 3
fi
