# SPDX-License-Identifier: LGPL-2.1-or-later
"""A terminal that is always read, so that what writes to it never blocks, and that tests type at."""

import os
import re
import select
import threading
import time


class Console:
    def __init__(self, master):
        self._master = master
        self._seen = b""
        self._changed = threading.Condition()
        self._mark = 0
        self._stopping, self._stop = os.pipe()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        waiting = select.poll()
        waiting.register(self._master, select.POLLIN)
        waiting.register(self._stopping, select.POLLIN)
        while True:
            if any(fd == self._stopping for fd, _ in waiting.poll()):
                return
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            if not data:
                return
            with self._changed:
                self._seen += data
                self._changed.notify_all()

    def send(self, text):
        os.write(self._master, text.encode())

    def skip(self):
        """What was shown until now no longer counts for expect()."""
        with self._changed:
            self._mark = len(self._seen)

    def expect(self, pattern, timeout=15):
        """Waits until `pattern` has been shown since the last match."""
        wanted = re.compile(pattern.encode(), re.S)
        until = time.monotonic() + timeout
        with self._changed:
            while True:
                found = wanted.search(self._seen, self._mark)
                if found:
                    self._mark = found.end()
                    return found.group(0).decode(errors="replace")
                left = until - time.monotonic()
                if left <= 0 or not self._reader.is_alive():
                    shown = self._seen[self._mark:].decode(errors="replace")
                    raise AssertionError(
                        f"expected {pattern!r} on the terminal within {timeout} s; since the last "
                        f"match it showed:\n{shown}\n--- before that:\n"
                        f"{self._seen[:self._mark].decode(errors='replace')[-1500:]}")
                self._changed.wait(min(left, 0.5))

    def next_of(self, patterns, timeout=15):
        """The number of the pattern that is shown first; None when the terminal was closed or
        nothing came in time."""
        found = None
        any_of = "|".join(f"(?P<p{number}>{text})" for number, text in enumerate(patterns))
        wanted = re.compile(any_of.encode(), re.S)
        until = time.monotonic() + timeout
        with self._changed:
            while not (found := wanted.search(self._seen, self._mark)):
                if time.monotonic() > until or not self._reader.is_alive():
                    return None
                self._changed.wait(0.1)
            self._mark = found.end()
            return int(found.lastgroup[1:])

    def drained(self, timeout):
        """Waits until the other side has closed the terminal and everything is read."""
        self._reader.join(timeout)

    def hang_up(self):
        """Ends the reader before the terminal is closed: the next one may get its number."""
        if self._stop is None:
            return
        os.close(self._stop)
        self._stop = None
        self._reader.join()
        os.close(self._stopping)
        os.close(self._master)

    def text(self):
        with self._changed:
            return self._seen.decode(errors="replace")
