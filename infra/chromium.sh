#!/bin/sh
# Installs Debian's Chromium for the browser tests where it is missing and may be installed; without it they skip.
set -eu

if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "no chromium and no apt-get here: the browser tests will skip" >&2
    exit 0
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "no chromium here, and installing it needs root (apt-get install chromium chromium-driver): the browser tests will skip" >&2
        exit 0
    fi
    as_root="sudo -n"
fi
echo "Installing Chromium for the browser tests (apt-get, some 100 MB) ..." >&2
$as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver >/dev/null ||
    echo "chromium could not be installed: the browser tests will skip" >&2
