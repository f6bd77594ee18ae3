# SPDX-License-Identifier: LGPL-2.1-or-later
"""F5, F6: accounts with a login profile, at every door, with ramd there, down and hung."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import people
from harness.case import HostCase

SHADOW = "Pre-enrolment-1"  # what was in /etc/shadow before
OURS = "Profile-password-2"
ROOT = "root-of-all-1"
DOORS = (people.ssh_password, people.ssh_kbdint, people.login, people.su, people.sudo)
# Their shadow password is locked, kept, or was never there.
ACCOUNTS = {"locked": "", "kept": "--keep-shadow", "never": ""}


class Managed(HostCase):
    """What the three states of ramd have in common; the tests are in the classes below."""

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", "Walker-walks-1")
        host.run("chpasswd", input=f"root:{ROOT}\n")
        for name, option in ACCOUNTS.items():
            people.add_user(host, name, None if name == "never" else SHADOW, "sudo")
            people.manage(host, name, OURS, "--reset-required=no", option)
        # Hanging is what is looked at here, not how it ends.
        host.run("mkdir -p /run/systemd/system/ramd.service.d; printf '[Service]\\nWatchdogSec=0\\n' "
                 ">/run/systemd/system/ramd.service.d/no-watchdog.conf; systemctl daemon-reload; "
                 "systemctl restart ramd.service")

    # While ramd is silent every door only waits; while it answers, each try costs the host a hash or
    # several, and what comes too fast for two cores is told to come again.
    at_a_time = 20

    def rows(self, expectations):
        """Tries (what, door, user, password, comes in) at the same time; reports each."""
        with ThreadPoolExecutor(self.at_a_time) as pool:
            tries = [(row, pool.submit(row[1], self.host, row[2], row[3])) for row in expectations]
            for (what, door, user, _, expected), tried in tries:
                with self.subTest(door=door.__name__, user=user, what=what):
                    (self.came_in if expected else self.refused)(
                        tried.result(), f"{user} with {what} at {door.__name__}")

    def logons(self, with_ours):
        return [row for user in ACCOUNTS for door in DOORS
                for row in (("the password of the profile", door, user, OURS, with_ours),
                            ("the password of before", door, user, SHADOW, False))]

    def programs(self):
        for user in ACCOUNTS:
            for door in (people.cron, people.user_manager):
                with self.subTest(door=door.__name__, user=user):
                    self.came_in(door(self.host, user), f"a program of {user}")

    def root_comes_in(self):
        self.came_in(people.login(self.host, "root", ROOT), "root by the password in /etc/shadow")
        self.came_in(people.ssh_password(self.host, "walker", "Walker-walks-1"), "who is not ours")

    def closed(self):
        """What holds whenever ramd cannot answer."""
        self.rows(self.logons(with_ours=False) +
                  [("passwd", _passwd, "locked", OURS, False),
                   ("chpasswd", people.chpasswd, "kept", "Another-one-3", False)] +
                  [("a key", _key, user, None, False) for user in ACCOUNTS])
        self.programs()
        self.root_comes_in()


class ManagedAndRamdThere(Managed):
    at_a_time = 6

    def test_F5_F6_ramd_is_there(self):
        self.rows(self.logons(with_ours=True))
        for user in ACCOUNTS:
            self.came_in(people.public_key(self.host, user), f"{user} with a key")
        self.programs()
        self.root_comes_in()


class ManagedAndRamdDown(Managed):
    def test_F5_ramd_is_down(self):
        units = "ramd.socket ramd.service"
        self.host.run(f"systemctl mask --quiet --runtime {units}; systemctl stop {units}")
        try:
            self.closed()
        finally:
            self.host.run(f"systemctl unmask --quiet --runtime {units}; systemctl start {units}")


class ManagedAndRamdHung(Managed):
    slow = True

    def test_F4_F5_ramd_hangs(self):
        self.host.run("systemctl kill -s STOP ramd.service")
        try:
            self.closed()
        finally:
            self.host.run("systemctl kill -s CONT ramd.service")
        self.eventually(lambda: people.ssh_password(self.host, "locked", OURS), 30,
                        "logons work again when ramd does")


def _key(host, user, _password):
    return people.public_key(host, user)


def _passwd(host, user, password):
    return people.passwd(host, user, password, "Yet-another-4")


if __name__ == "__main__":
    unittest.main()
