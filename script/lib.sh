# Shared by the scripts of this folder: sourced, not run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n== %s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# The help of a script is the comment at its head.
help() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "script/${0##*/}" | grep -v '^shellcheck '
}
