# SPDX-License-Identifier: LGPL-2.1-or-later
"""Root ends sessions on logind, as `loginctl terminate-session` does: what logind itself takes.
usage: terminator.py DIRECTORY-FD, that of the system bus's socket. For each line `HOW ID...` on
standard input a line: CLOCK_MONOTONIC in nanoseconds before the first call. HOW is `one-by-one`,
each call answered before the next one as loginctl does it, or `at-once`.

The machine's python runs it in the host's pid namespace: the host has no library for D-Bus.
"""

import sys
import time

if __package__:
    from .flooder import check, connect, libsystemd
else:
    from flooder import check, connect, libsystemd

CALL = (b"org.freedesktop.login1", b"/org/freedesktop/login1", b"org.freedesktop.login1.Manager",
        b"TerminateSession")


def one_by_one(bus, sessions):
    for session in sessions:
        check(libsystemd.sd_bus_call_method(bus, *CALL, None, None, b"s", session), "the call")


def at_once(bus, sessions):
    for session in sessions:
        check(libsystemd.sd_bus_call_method_async(bus, None, *CALL, None, None, b"s", session),
              "the call")
    check(libsystemd.sd_bus_flush(bus), "the calls")


def main(directory):
    bus = connect(f"unix:path=/proc/self/fd/{directory}/system_bus_socket")
    check(libsystemd.sd_bus_flush(bus), "the connection")
    for line in sys.stdin:
        how, *sessions = line.encode().split()
        began = time.monotonic_ns()
        {b"one-by-one": one_by_one, b"at-once": at_once}[how](bus, sessions)
        print(began, flush=True)
        while libsystemd.sd_bus_process(bus, None) > 0:
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
