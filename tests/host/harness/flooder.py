# SPDX-License-Identifier: LGPL-2.1-or-later
"""An account that asks about its own password over the system bus, as often as it can, and never
stops. usage: flooder.py DIRECTORY-FD UID USER; a line for each hundred answers: how many of which.

The machine's python runs it in the host's pid namespace: the host has no library for D-Bus.
"""

import collections
import ctypes
import fcntl
import os
import signal
import sys

CONNECTIONS = 4
AT_ONCE = 100  # a connection may have 128 calls waiting
ADD_SEALS, SEALS = 1033, 0x0001 | 0x0002 | 0x0004  # seal, shrink, grow

libsystemd = ctypes.CDLL("libsystemd.so.0")
handler_type = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
libsystemd.sd_bus_message_get_error.restype = ctypes.c_void_p
libsystemd.sd_bus_message_get_error.argtypes = [ctypes.c_void_p]
libsystemd.sd_bus_process.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
libsystemd.sd_bus_wait.argtypes = [ctypes.c_void_p, ctypes.c_uint64]


class BusError(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("message", ctypes.c_char_p), ("need_free", ctypes.c_int)]


def check(result, what):
    if result < 0:
        raise OSError(-result, f"{what}: {os.strerror(-result)}")


def connect(address):
    bus = ctypes.c_void_p()
    check(libsystemd.sd_bus_new(ctypes.byref(bus)), "sd_bus_new")
    check(libsystemd.sd_bus_set_address(bus, address.encode()), "sd_bus_set_address")
    check(libsystemd.sd_bus_set_bus_client(bus, 1), "sd_bus_set_bus_client")
    check(libsystemd.sd_bus_start(bus), "sd_bus_start")
    return bus


def secret(text):
    fd = os.memfd_create("secret", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.write(fd, text)
    fcntl.fcntl(fd, ADD_SEALS, SEALS)
    return fd


class Flood:
    def __init__(self, address, user):
        self.user, self.waiting = user.encode(), collections.Counter()
        self.answers, self.answered = collections.Counter(), 0
        self.handlers = []
        self.buses = [connect(address) for _ in range(CONNECTIONS)]

    def handler(self, number):
        def answered(message, _data, _error):
            error = libsystemd.sd_bus_message_get_error(message)
            name = BusError.from_address(error).name.decode() if error else "done"
            self.answers[name.removeprefix("org.ramauth1.Error.")] += 1
            self.waiting[number] -= 1
            self.answered += 1
            if self.answered % 100 == 0:
                print(self.answered, dict(self.answers), flush=True)
            return 1
        made = handler_type(answered)
        self.handlers.append(made)
        return made

    def ask(self, number, handler):
        fd = secret(b"not-the-password-1")
        check(libsystemd.sd_bus_call_method_async(
            self.buses[number], None, b"org.ramauth1", b"/org/ramauth1", b"org.ramauth1.Login",
            b"Authenticate", handler, None, b"sha{sv}", self.user, ctypes.c_int(fd),
            ctypes.c_int(0)), "Authenticate")
        os.close(fd)
        self.waiting[number] += 1

    def run(self):
        handlers = [self.handler(number) for number in range(CONNECTIONS)]
        while True:
            for number, bus in enumerate(self.buses):
                while self.waiting[number] < AT_ONCE:
                    self.ask(number, handlers[number])
                while (done := libsystemd.sd_bus_process(bus, None)) > 0:
                    pass
                check(done, "sd_bus_process")
            libsystemd.sd_bus_wait(self.buses[0], 1000)


def main(directory, uid, user):
    os.setgroups([])
    os.setresgid(int(uid), int(uid), int(uid))
    os.setresuid(int(uid), int(uid), int(uid))
    # nsenter stands between the harness and this process.
    pr_set_pdeathsig = 1
    libsystemd.prctl(pr_set_pdeathsig, signal.SIGKILL, 0, 0, 0)
    Flood(f"unix:path=/proc/self/fd/{directory}/system_bus_socket", user).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
