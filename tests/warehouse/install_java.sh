#!/bin/sh
# The Spark parity tests need Java 17 or newer; without it, or a way to install it, they are skipped.
set -eu
version() { java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'; }
if command -v java >/dev/null 2>&1 && [ "$(version)" -ge 17 ]; then exit 0; fi
sudo=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true >/dev/null 2>&1; then sudo="none"; else sudo="sudo -n"; fi
fi
if command -v apt-get >/dev/null 2>&1 && [ "$sudo" != "none" ]; then
    $sudo mkdir -p /usr/share/man/man1 # slim images have none, and Java's installer wants to link there
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends default-jre-headless
else
    echo "No Java 17 found, and no right to install it: the Spark parity tests will be skipped." >&2
    exit 3
fi
