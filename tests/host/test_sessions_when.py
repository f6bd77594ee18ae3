# SPDX-License-Identifier: LGPL-2.1-or-later
"""R2 for each way in which the sessions of an account come to an end, and RevokeScope."""

import unittest

from harness import people
from harness.session_case import FIRST, SECOND, SessionsCase

# Where Debian's libfaketime lies; it moves ramd's clock alone.
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


class When(SessionsCase):
    """All ways at a time, each with an account of its own: most of it is waiting."""

    def passwd(self, user):
        self.types_passwd(self.typed_at[user])

    def forced(self, user):
        self.host.run(f"ramctl set {user} --reset-required=yes")
        terminal = self.terminal(*people.ssh_argv(user, "true", method="keyboard-interactive"))
        terminal.answer("Password: ", FIRST)
        terminal.answer("New password: ", SECOND)
        terminal.answer("Retype new password: ", SECOND)
        self.assertEqual(terminal.wait(30), 0, terminal.text())

    def change_password_verb(self, user):
        self.host.run(" ".join(people.as_user(user, "ramctl change-password --password-stdin")),
                      input=f"{FIRST}\n{SECOND}\n")

    def roots_passwd(self, user):
        with self.host.terminal("passwd", user) as terminal:
            terminal.answer("New password: ", SECOND)
            terminal.answer("Retype new password: ", SECOND)
            self.assertEqual(terminal.wait(30), 0, terminal.text())

    def chpasswd(self, user):
        self.came_in(people.chpasswd(self.host, user, SECOND), "chpasswd")

    def inactive(self, user):
        self.host.run(f"ramctl set {user} --status=inactive")

    def delete(self, user):
        self.host.run(f"ramctl delete {user} --yes")

    def revoke(self, user):
        done = self.host.run(f"ramctl revoke {user} --yes")
        self.assertRegex(done.out, r"^2 ended, 0 outstanding\n$")

    def removed(self, user):
        """The account itself goes, with its sessions open."""
        self.host.run(f"userdel -f {user}", check=False)

    # way -> the reason in the journal
    WAYS = {passwd: "password-changed", change_password_verb: "password-changed",
            forced: "password-changed", SessionsCase.reset: "password-reset",
            roots_passwd: "password-reset", chpasswd: "password-reset", inactive: "inactive",
            delete: "deleted", revoke: "revoked", removed: "orphaned"}

    def opened(self, user):
        processes, self.typed_at[user] = self.obedient_and_deaf(user)
        return processes

    def setUp(self):
        self.typed_at = {}

    def test_R2_for_each_way(self):
        stranger = self.shell(self.person())
        stays = self.in_background(stranger)
        users = {way: self.person() for way in self.WAYS}
        before = {way: self.opened(user) for way, user in users.items()}
        for way, user in users.items():
            with self.subTest(way.__name__):
                self.stays(*before[way])
                way(self, user)
        for way, user in users.items():
            with self.subTest(way.__name__):
                self.have_ended(before[way])
                self.assertRegex(self.said(user, "sessions-revoked"),
                                 f", user {user}: 2 ended, because: {self.WAYS[way]}$")
        self.stays(stays)
        self.answers(stranger)

    def test_R2_idleness(self):
        """ramd finds at its start that nobody has logged on for long. Accounts of other tests idle
        as well."""
        self.host.run("ramctl preference set MaxIdleDaysForUsers=1")
        user, exempt = self.person(), self.person(managed=False)
        stranger = self.shell(exempt)
        stays, ends = self.in_background(stranger), self.opened(user)
        drop_in = "/run/systemd/system/ramd.service.d/two-days-later.conf"
        self.host.run(f"mkdir -p $(dirname {drop_in})")
        self.host.write(drop_in, "[Service]\nEnvironment=FAKETIME=+2d FAKETIME_DISABLE_SHM=1 "
                        f"FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD={FAKETIME}\n")
        self.host.run("systemctl daemon-reload; systemctl restart ramd.service")
        self.addCleanup(self.host.run, f"rm {drop_in}; systemctl daemon-reload; "
                        "systemctl restart ramd.service")
        self.have_ended(ends)
        self.assertEqual(people.profile(self.host, user)["Status"], "Inactive")
        self.assertTrue(self.events(user, "profile-idle"), "expected: the journal says why")
        self.stays(stays)
        self.answers(stranger)


if __name__ == "__main__":
    unittest.main()
