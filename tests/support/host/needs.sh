# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by ./check and ./demo: what has to be installed, and how long steps show what they do.

# Building the packages, and building and booting a throw-away host.
needs_build=(build-essential ccache cmake debhelper dpkg-dev fakeroot libboost-json1.81-dev
    libboost1.81-dev libcli11-dev libcurl4-openssl-dev liblmdb-dev liboath-dev libpam0g-dev
    libqrencode-dev libsodium-dev libsystemd-dev libutf8proc-dev ninja-build nettle-dev pkg-config
    python3-django python3-zxcvbn zlib1g-dev)
needs_host=(mmdebstrap openssl python3 systemd-container util-linux debian-archive-keyring)
needs_tests=(libgtest-dev libgmock-dev libbenchmark-dev libzxing-dev dbus polkitd)
# What bench_weak_list and bench_name_spellings are measured against.
needs_bench=(passwdqc libpasswdqc-dev cracklib-runtime libcrack2-dev libzxcvbn-dev)
needs_clang=(clang clang-tidy clang-format libclang-rt-14-dev)
needs_lint=(lintian mandoc systemd shellcheck)

# need PACKAGE...: installs those that are missing, and nothing when none is.
need() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    echo "installing: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"
    } >"$logs/apt.log" 2>&1 </dev/null || {
        tail -n 20 "$logs/apt.log" >&2
        return 1
    }
}

# Sets RAMAUTH_FAIL2BAN to where Debian's fail2ban lies unpacked: installed, it would start to guard
# the machine that runs the tests.
need_fail2ban() {
    RAMAUTH_FAIL2BAN=$PWD/build/check/fail2ban
    export RAMAUTH_FAIL2BAN
    [[ ! -x $RAMAUTH_FAIL2BAN/usr/bin/fail2ban-regex ]] || return 0
    need dpkg-dev python3
    {
        rm -rf "$RAMAUTH_FAIL2BAN" && mkdir -p "$RAMAUTH_FAIL2BAN/deb" &&
            { apt-cache show fail2ban || apt-get update -q; } &&
            (cd "$RAMAUTH_FAIL2BAN/deb" && apt-get download -q fail2ban) &&
            dpkg-deb -x "$RAMAUTH_FAIL2BAN"/deb/fail2ban_*.deb "$RAMAUTH_FAIL2BAN"
    } >"$logs/fail2ban.log" 2>&1 </dev/null || {
        tail -n 20 "$logs/fail2ban.log" >&2
        return 1
    }
}

# shown LOG COMMAND...: runs the command with its output in LOG; every 15 s the last line of it (or
# of the file $watched) is shown. A failure shows the end of it all.
shown() {
    local log=$1 pid status=0 waited=0
    shift
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.2
        waited=$((waited + 1))
        if ((waited % 75 == 0)); then
            printf '   … %s\n' "$(tail -qn 1 "${watched:-$log}" 2>/dev/null | tr -d '\r' | cut -c1-110)"
        fi
    done
    wait "$pid" || status=$?
    if [[ $status -ne 0 ]]; then
        echo "   failed ($status): $(cut -c1-120 <<<"$*"); the log is $log, its end:"
        tail -n 40 "$log" | sed 's/^/   | /'
    fi
    return "$status"
}
