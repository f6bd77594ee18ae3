# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program on a terminal of its own, typed at as a person would."""

import os
import pty
import shlex
import time

from .console import Console


class Terminal(Console):
    """`with Terminal(argv) as t: t.expect("Password: "); t.type("secret")`."""

    def __init__(self, argv):
        self.argv = argv
        self._code = None
        self.pid, master = pty.fork()
        if self.pid == 0:
            os.execvp(argv[0], argv)
        super().__init__(master)

    def type(self, line):
        self.send(line + "\n")

    def answer(self, prompt, line, timeout=15):
        """Waits for the prompt, then types; a prompt that was there before does not count."""
        self.expect(prompt, timeout)
        self.type(line)

    def wait(self, timeout=20):
        """The exit status, once the program has ended."""
        until = time.monotonic() + timeout
        while self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > until:
                raise AssertionError(f"{shlex.join(self.argv)} did not end in {timeout} s; "
                                     f"it showed:\n{self.text()}")
            else:
                time.sleep(0.02)
        self.drained(1)
        return self._code

    def running(self):
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is None

    def close(self):
        if self.running():
            os.kill(self.pid, 9)
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.drained(1)
        self.hang_up()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
