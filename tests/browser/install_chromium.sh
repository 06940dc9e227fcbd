#!/bin/sh
# Browser tests drive Debian's chromium; elsewhere point SIGNPOST_CHROMIUM at a Chrome or Chromium.
# Its headless shell costs a third less: installed where there is none, and by CI beside what is there.
set -eu
there() { command -v chromium >/dev/null 2>&1; }
if [ -n "${SIGNPOST_CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null 2>&1; then exit 0; fi
if [ -z "${CI:-}" ] && there; then exit 0; fi
for app in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
    if [ -d "$app" ]; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
    sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
    install() { DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@"; }
    $sudo apt-get update -qq || there
    install chromium-headless-shell fonts-dejavu-core || there || install chromium fonts-dejavu-core
else
    echo "No Chromium found. Install Chrome or Chromium, or set SIGNPOST_CHROMIUM to its path." >&2
    exit 1
fi
