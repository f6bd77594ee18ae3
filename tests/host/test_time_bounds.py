# SPDX-License-Identifier: LGPL-2.1-or-later
"""M1: what the module takes outside the conversation is bounded, whatever hangs around it. A door is
timed as a whole, answers typed at once: the module takes no longer than its door."""

import time
import unittest

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"
THIRD = "Third-password-3"
LOGON = 10.5  # seconds
CHANGE = 20.5


class LogindHung(HostCase):
    """pam_systemd waits for logind by itself, so it is taken out here: what is left is ours."""

    @classmethod
    def prepare(cls, host):
        host.run("DEBIAN_FRONTEND=noninteractive pam-auth-update --disable systemd")
        people.add_user(host, "walker", "Walker-walks-1")
        people.add_user(host, "ann")
        people.manage(host, "ann", FIRST)

    def setUp(self):
        self.logind = int(self.host.run("systemctl show -P MainPID systemd-logind.service").out)
        self.host.run(f"kill -STOP {self.logind}")
        self.addCleanup(self.host.run, f"kill -CONT {self.logind}")

    def timed(self, bound, what, door, *arguments):
        began = time.monotonic()
        tried = door(self.host, "ann", *arguments)
        took = time.monotonic() - began
        self.came_in(tried, what)
        self.assertLessEqual(took, bound, f"{what} took {took:.1f} s")

    def test_M1_logons_and_changes_while_logind_hangs(self):
        for door in (people.ssh_password, people.ssh_kbdint, people.su, people.login):
            self.timed(LOGON, f"a logon at {door.__name__}", door, FIRST)
        self.timed(CHANGE, "the user's own change", people.passwd, FIRST, SECOND)
        self.timed(LOGON, "a logon with the new password", people.ssh_password, SECOND)
        self.timed(CHANGE, "root's reset", people.chpasswd, THIRD)
        self.refused(people.ssh_password(self.host, "ann", SECOND), "the old password")
        self.timed(LOGON, "a logon after the reset", people.ssh_password, THIRD)
        state = self.host.run(f"cut -d' ' -f3 /proc/{self.logind}/stat").out.strip()
        self.assertEqual(state, "T", "expected: the same logind, stopped all the time")


if __name__ == "__main__":
    unittest.main()
