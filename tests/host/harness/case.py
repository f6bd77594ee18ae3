# SPDX-License-Identifier: LGPL-2.1-or-later
"""The base of the tests: each class has a booted host of its own, with our packages."""

import os
import subprocess
import time
import unittest
from pathlib import Path

from . import image
from .host import Host

TREE = Path(__file__).resolve().parents[3]
LOGS = TREE / "build/host"


def packages():
    """Our .debs: those named by RAMAUTH_DEBS, else built from the tree."""
    place = os.environ.get("RAMAUTH_DEBS")
    if not place:
        builder = TREE / "tests/support/host/build-packages"
        place = subprocess.run([builder], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        os.environ["RAMAUTH_DEBS"] = place
    debs = sorted(deb for deb in Path(place).glob("*.deb") if "-dbgsym_" not in deb.name)
    if len(debs) != 2:
        raise RuntimeError(f"expected the packages ramd and libpam-ramauth in {place}: {debs}")
    return debs


class HostCase(unittest.TestCase):
    bare = False  # True: a Debian on which nothing of ours is installed yet
    slow = False  # True: begun before the others

    @classmethod
    def setUpClass(cls):
        cls.host = Host([image.base()] if cls.bare else image.installed(packages()))
        cls.addClassCleanup(cls.host.close)
        cls.host.boot()
        cls.addClassCleanup(cls._keep_journal)
        cls.prepare(cls.host)

    @classmethod
    def prepare(cls, host):
        """Accounts and the like, once for the class."""

    @classmethod
    def _keep_journal(cls):
        if cls.host.leader is None:
            return
        LOGS.mkdir(parents=True, exist_ok=True)
        journal = cls.host.run("journalctl --no-pager -o short-precise", check=False)
        (LOGS / f"{cls.__name__}.journal").write_text(journal.all)

    def eventually(self, question, timeout, expected):
        """Waits until question() holds; `expected` says what that would have been."""
        until = time.monotonic() + timeout
        while not (answer := question()):
            if time.monotonic() > until:
                self.fail(f"expected within {timeout} s: {expected}; last seen: {answer!r}")
            time.sleep(0.1)
        return answer

    def came_in(self, tried, what):
        self.assertTrue(tried, f"expected: {what} comes in; {tried}")

    def refused(self, tried, what):
        self.assertFalse(tried, f"expected: {what} is refused; {tried}")
