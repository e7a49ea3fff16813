# Sourced by the install scripts beside it: packages of the system, with the manager that it has.

# The managers need root: directly, or with a sudo that asks nothing.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

with_apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$@"
}

# The names for apt-get, dnf, pacman and apk: one argument each, split at its spaces.
install_packages() {
    if command -v apt-get >/dev/null; then
        with_apt $1 || { as_root apt-get update --quiet && with_apt $1; }
    elif command -v dnf >/dev/null; then
        as_root dnf install --assumeyes $2
    elif command -v pacman >/dev/null; then
        as_root pacman --sync --noconfirm --needed $3
    elif command -v apk >/dev/null; then
        as_root apk add $4
    else
        return 1
    fi
}
