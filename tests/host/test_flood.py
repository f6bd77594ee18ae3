# SPDX-License-Identifier: LGPL-2.1-or-later
"""Public promise 3: an ordinary user does not stop others from logging on, neither by asking ramd
without end about the own account."""

import os
import re
import select
import subprocess
import sys
import time
import unittest
from pathlib import Path

from harness import people
from harness.case import HostCase

OWN = "First-password-1"
LOGON_TAKES = 10  # the module's own deadline
ROUNDS = 3


class Flooder:
    """harness/flooder.py as an account of the host; `answers` is what it last said."""

    def __init__(self, host, user):
        directory = os.open(host.path("/run/dbus"), os.O_PATH)
        argv = ["nsenter", "-t", str(host.leader), "-p", "--", sys.executable,
                str(Path(__file__).with_name("harness") / "flooder.py"), str(directory),
                str(people.uid_of(host, user)), user]
        self.process = subprocess.Popen(argv, pass_fds=[directory], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.close(directory)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.said = ""

    def answered(self):
        """How many answers it has had; reads what it has said since."""
        while select.select([self.process.stdout], [], [], 0)[0]:
            part = self.process.stdout.read()
            if not part:
                raise AssertionError(f"the flood ended by itself:\n{self.said[-2000:]}")
            self.said += part.decode(errors="replace")
        numbers = re.findall(r"^(\d+) \{", self.said, re.M)
        return int(numbers[-1]) if numbers else 0

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class FloodedByItsOwnUser(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", "Walker-walks-1")
        for name in ("flo", "ann"):
            people.add_user(host, name)
            people.manage(host, name, OWN)

    def test_public_3_others_log_on_while_a_managed_user_floods_authenticate(self):
        flood = Flooder(self.host, "flo")
        self.addCleanup(flood.stop)
        self.eventually(lambda: flood.answered() >= 500, 30, "ramd answers the flood")
        for door in (people.ssh_password, people.ssh_kbdint, people.su) * ROUNDS:
            with self.subTest(door=door.__name__):
                before, began = flood.answered(), time.monotonic()
                tried = door(self.host, "ann", OWN)
                took = time.monotonic() - began
                self.came_in(tried, f"ann at {door.__name__} while flo floods ({flood.said[-200:]})")
                self.assertLess(took, LOGON_TAKES, f"expected a quick {door.__name__}")
                self.eventually(lambda seen=before: flood.answered() > seen, 20,
                                "the flood went on meanwhile")
        self.refused(people.ssh_password(self.host, "ann", "Wrong-one-1"), "a wrong password")
        self.assertIn("LimitExceeded", flood.said, "expected: of one account one at a time is served")
        self.host.run("ramctl show ann", timeout=LOGON_TAKES)
        flood.stop()
        self.eventually(lambda: people.ssh_password(self.host, "flo", OWN), 30,
                        "flo's own logon works when the flood is over")


if __name__ == "__main__":
    unittest.main()
