#!/bin/sh
# Browser tests drive Debian's chromium; elsewhere point SIGNPOST_CHROMIUM at a Chrome or Chromium.
set -eu
if [ -n "${SIGNPOST_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1; then exit 0; fi
for app in "/Applications/Google Chrome.app" "/Applications/Chromium.app"; do
    if [ -d "$app" ]; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1; then
    sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
else
    echo "No Chromium found. Install Chrome or Chromium, or set SIGNPOST_CHROMIUM to its path." >&2
    exit 1
fi
