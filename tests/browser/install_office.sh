#!/usr/bin/env bash
# LibreOffice and poppler for the test that opens the slides as a user does: the ones that are
# there, else the system's packages. Without them that test is skipped: they are a heavy install.
set -euo pipefail

present() {
    command -v soffice >/dev/null && command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null
}

# apt-get and the like need root: directly, or with a sudo that asks nothing.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# Liberation Sans has the measures of Arial, the letter of the slides.
packages() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
        libreoffice-impress poppler-utils fonts-liberation
}

install_packages() {
    if command -v apt-get >/dev/null; then
        packages || { as_root apt-get update --quiet && packages; }
    elif command -v dnf >/dev/null; then
        as_root dnf install --assumeyes libreoffice-impress poppler-utils liberation-sans-fonts
    elif command -v pacman >/dev/null; then
        as_root pacman --sync --noconfirm --needed libreoffice-fresh poppler ttf-liberation
    elif command -v apk >/dev/null; then
        as_root apk add libreoffice-impress poppler-utils font-liberation
    else
        return 1
    fi
}

if present; then
    exit 0
fi

echo "Geen LibreOffice of poppler gevonden: installeren voor de test van de dia's." >&2
if install_packages >&2 && present; then
    exit 0
fi

cat >&2 <<'MESSAGE'
LibreOffice of poppler ontbreekt, en installeren lukte niet: de test van de dia's wordt
overgeslagen. Installeer ze zelf, bijvoorbeeld met
  sudo apt-get install libreoffice-impress poppler-utils fonts-liberation
MESSAGE
