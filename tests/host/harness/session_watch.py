# SPDX-License-Identifier: LGPL-2.1-or-later
"""Says when each session of a host is gone: a line `NANOSECONDS ID` of CLOCK_MONOTONIC as soon as
logind has removed the session's file. usage: session_watch.py DIRECTORY; `watching` comes first.

A process of its own, of real-time priority: what else goes on does not delay it.
"""

import ctypes
import os
import struct
import sys
import time

IN_DELETE = 0x200
EVENT = struct.Struct("iIII")  # inotify_event without its name


def main(directory):
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_CLOEXEC)
    if watch < 0 or libc.inotify_add_watch(watch, directory.encode(), IN_DELETE) < 0:
        raise OSError(ctypes.get_errno(), "inotify")
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    print("watching", flush=True)
    while True:
        data, now = os.read(watch, 65536), time.monotonic_ns()
        while data:
            length = EVENT.unpack_from(data)[3]
            name = data[EVENT.size:EVENT.size + length].rstrip(b"\0").decode()
            data = data[EVENT.size + length:]
            if name.isalnum():
                print(now, name, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
