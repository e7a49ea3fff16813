#!/usr/bin/env bash
# LibreOffice and poppler for the test that opens the slides as a user does: the ones that are
# there, else the system's packages. Without them that test is skipped: they are a heavy install.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/packages.sh"

present() {
    command -v soffice >/dev/null && command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null
}

# Liberation Sans has the measures of Arial, the letter of the slides.
install_office() {
    install_packages \
        "libreoffice-impress poppler-utils fonts-liberation" \
        "libreoffice-impress poppler-utils liberation-sans-fonts" \
        "libreoffice-fresh poppler ttf-liberation" \
        "libreoffice-impress poppler-utils font-liberation"
}

if present; then
    exit 0
fi

echo "Geen LibreOffice of poppler gevonden: installeren voor de test van de dia's." >&2
if install_office >&2 && present; then
    exit 0
fi

cat >&2 <<'MESSAGE'
LibreOffice of poppler ontbreekt, en installeren lukte niet: de test van de dia's wordt
overgeslagen. Installeer ze zelf, bijvoorbeeld met
  sudo apt-get install libreoffice-impress poppler-utils fonts-liberation
MESSAGE
