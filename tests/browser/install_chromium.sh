#!/usr/bin/env bash
# A Chromium for the browser tests: the one that is there, else the system's package,
# else Playwright's own download. PYTHON names the interpreter that has Playwright.
set -euo pipefail

python="${PYTHON:-.venv/bin/python}"
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

# Starting it is the proof: on some systems the command is a stub without a browser.
system_chromium() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

playwright_chromium() {
    "$python" - >/dev/null 2>&1 <<'PYTHON_CODE'
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    playwright.chromium.launch().close()
PYTHON_CODE
}

if system_chromium || playwright_chromium; then
    exit 0
fi

echo "Geen Chromium gevonden: installeren voor de browsertests." >&2
if install_packages chromium chromium chromium chromium >&2 && system_chromium; then
    exit 0
fi
if "$python" -m playwright install chromium >&2 && playwright_chromium; then
    exit 0
fi

cat >&2 <<'MESSAGE'
Er is geen Chromium, en installeren lukte niet. De browsertests hebben er een nodig.
Installeer Chromium of Google Chrome zelf, bijvoorbeeld met
  sudo apt-get install chromium
en start daarna opnieuw: make test
MESSAGE
exit 1
