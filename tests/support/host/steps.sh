# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by ./check: one function a step. Each adds to `passed`, `failed` and `failures`.

failures=()
tree_build=$PWD/build

count() { # PASSED FAILED WHAT
    passed=$((passed + $1))
    failed=$((failed + $2))
    [[ $2 -eq 0 ]] || failures+=("$3")
    echo "   $3: $1 passed, $2 failed"
}

# one WHAT LOG COMMAND...: a command that is a test of its own.
one() {
    local what=$1 log=$2
    shift 2
    if shown "$log" "$@"; then count 1 0 "$what"; else count 0 1 "$what"; fi
}

# built PRESET TARGET...: configures and builds; a failure counts as a failed test.
built() {
    local preset=$1 began=$SECONDS
    shift
    echo "   building the preset $preset"
    shown "$logs/configure-$preset.log" cmake --preset "$preset" &&
        shown "$logs/build-$preset.log" cmake --build --preset "$preset" -- "$@" || {
        count 0 1 "build of $preset"
        return 1
    }
    echo "   … built in $((SECONDS - began)) s"
}

# ctests WHAT PRESET JOBS ARGUMENT...
ctests() {
    local what=$1 preset=$2 jobs=$3 report=$logs/$1.xml
    shift 3
    rm -f "$report"
    shown "$logs/$what.log" ctest --test-dir "$tree_build/$preset" --output-on-failure \
        --no-tests=error -j "$jobs" --output-junit "$report" "$@" || true
    if [[ ! -s $report ]]; then
        count 0 1 "$what"
        return
    fi
    local total bad
    total=$(sed -n 's/.*\btests="\([0-9]*\)".*/\1/p' "$report" | head -n 1)
    [[ -n $total ]] || total=$(grep -m1 -o 'tests="[0-9]*"' "$report" | tr -dc 0-9)
    bad=$(grep -m1 -o 'failures="[0-9]*"' "$report" | tr -dc 0-9)
    count $((total - bad)) "$bad" "$what"
    grep -B0 'status="fail"' "$report" | sed -n 's/.*<testcase name="\([^"]*\)".*/      failed: \1/p'
}

configured() { # PRESET
    shown "$logs/configure-$1.log" cmake --preset "$1" || {
        count 0 1 "configuration of $1"
        return 1
    }
}

# targets PRESET PATTERN: the programs of a configured preset whose name matches.
targets() {
    ninja -C "$tree_build/$1" -t targets all | sed -n 's/^\([a-z0-9_]*\): phony$/\1/p' |
        grep -E "$2" | sort -u
}

# What the private bus and the contracts are tried with.
needs_debug() {
    [[ -z ${debug_is_built-} ]] || return 0
    need "${needs_build[@]}" "${needs_tests[@]}"
    configured debug || return 1
    local programs
    mapfile -t programs < <(targets debug '^(test_bus_.*|test_contract_.*|bench_authenticate)$')
    built debug ramd ramctl pam_ramauth common_passwords "${programs[@]}" || return 1
    debug_is_built=yes
}

# With AddressSanitizer and UndefinedBehaviorSanitizer; g++ builds the packages and the rest.
step_unit() {
    need "${needs_build[@]}" "${needs_tests[@]}" "${needs_clang[@]}"
    configured asan || return
    local programs
    mapfile -t programs < <(targets asan '^test_' | grep -vE '^test_(bus|contract)_')
    built asan "${programs[@]}" || return
    ctests unit asan 2 -L unit
}

step_contract() {
    needs_debug || return
    need_fail2ban || {
        count 0 1 fail2ban
        return
    }
    ctests contract debug 2 -L contract
}

step_bus() {
    needs_debug || return
    ctests bus debug 2 -L bus
}

step_fuzz() {
    need "${needs_build[@]}" "${needs_clang[@]}"
    configured fuzz || return
    local fuzzer fuzzers
    mapfile -t fuzzers < <(targets fuzz '^fuzz_')
    built fuzz "${fuzzers[@]}" || return
    for fuzzer in "${fuzzers[@]}"; do
        one "$fuzzer" "$logs/$fuzzer.log" tests/fuzz/run "${FUZZ_SECONDS:-5}" \
            "$tree_build/fuzz/tests/fuzz/$fuzzer"
    done
}

# The packages, for the steps that need them.
packages() {
    need "${needs_build[@]}"
    [[ -z ${RAMAUTH_DEBS-} ]] || return 0
    if ! watched=$tree_build/deb/log shown "$logs/packages.log" tests/support/host/build-packages; then
        count 0 1 "build of the packages"
        return 1
    fi
    RAMAUTH_DEBS=$(tail -n 1 "$logs/packages.log")
    export RAMAUTH_DEBS
}

# host_tests WHAT [CLASS...]: all of them where none is named.
host_tests() {
    local what=$1 result=$logs/$1.result good bad
    shift
    need "${needs_host[@]}"
    packages || return
    rm -f "$result"
    echo "   booted hosts: build/check/$what.log shows each test as it ends"
    shown "$logs/$what.log" /usr/bin/python3 tests/host/run "$result" "$@" || true
    if [[ ! -s $result ]]; then
        count 0 1 "$what"
        return
    fi
    read -r good bad <"$result"
    count "$good" "$bad" "$what"
}

step_host() {
    host_tests host
}

# What `host` tries a few times, so often that it tells more.
step_faults() {
    local -x RAMAUTH_KILLS=${RAMAUTH_KILLS:-200}
    local -x RAMAUTH_CLASS_DEADLINE=${RAMAUTH_CLASS_DEADLINE:-7200}
    local module=test_revocation_kills
    host_tests faults "$module.BetweenCommitAndTermination" "$module.BetweenTerminations" \
        "$module.AtAnyMoment"
}

# The weak list needs no booted host: what it is measured against is a library or a program here.
bench_weak_list() {
    need "${needs_build[@]}" "${needs_tests[@]}" "${needs_bench[@]}"
    # The other two run by hand only, and are not to be found broken then.
    built release bench_weak_list bench_name_spellings bench_store || return
    one bench-weak-list "$logs/bench-weak-list.log" \
        "$tree_build/release/tests/bench/bench_weak_list" /var/tmp 2000000
    sed '/^\.\.\. /d; s/^/   | /' "$logs/bench-weak-list.log"
}

step_bench() {
    bench_weak_list || true
    need "${needs_build[@]}" "${needs_tests[@]}" "${needs_host[@]}"
    packages || return
    needs_debug || return
    one bench "$logs/bench.log" /usr/bin/python3 tests/host/bench.py \
        "$tree_build/debug/tests/bench/bench_authenticate"
    sed 's/^/   | /' "$logs/bench.log"
    # A few rounds: by hand it makes enough of them for a distribution.
    one bench-revocation "$logs/bench-revocation.log" \
        /usr/bin/python3 tests/host/bench_revocation.py 4 2 1
    sed 's/^/   | /' "$logs/bench-revocation.log"
}

step_lint() {
    need "${needs_build[@]}" "${needs_tests[@]}" "${needs_clang[@]}" "${needs_lint[@]}"
    local sources pages scripts
    mapfile -t sources < <(find shared policy ramd pam_ramauth ramctl tests \
        \( -name '*.cpp' -o -name '*.h' \) -not -path '*/build/*' | sort)
    mapfile -t pages < <(find ramd pam_ramauth ramctl -regex '.*\.[158]' | sort)
    mapfile -t scripts < <(grep -lE -m1 '^#!/bin/(ba)?sh' check demo .ci/* systemd/* debian/*.p* \
        tests/support/host/* tests/fuzz/run 2>/dev/null)
    one clang-format "$logs/clang-format.log" clang-format --dry-run -Werror "${sources[@]}"
    one mandoc "$logs/mandoc.log" mandoc -T lint -W warning "${pages[@]}"
    one shellcheck "$logs/shellcheck.log" shellcheck -x -S warning "${scripts[@]}" \
        tests/support/host/needs.sh tests/support/host/steps.sh
    one reserved-names "$logs/names.log" tests/support/host/reserved-names "${sources[@]}"
    one file-sizes "$logs/sizes.log" tests/support/host/small-rooms "${sources[@]}"
    if packages; then
        one lintian "$logs/lintian.log" lintian --allow-root --fail-on error,warning \
            "$RAMAUTH_DEBS"/ramauth_*.changes
    fi
    needs_debug || return
    one clang-tidy "$logs/clang-tidy.log" tests/support/host/tidy "$tree_build/debug"
}
