#!/bin/sh
# Installs Debian's chromium for the tests of the console; where that fails, they are skipped.
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; }
install || { apt-get update -qq >/dev/null 2>&1 && install; } \
  || echo "Chromium cannot be installed here; the tests of the console are skipped" >&2
exit 0
