# SPDX-License-Identifier: LGPL-2.1-or-later
"""`ramctl change-password` on a host: by people with a profile, and by root, who has none."""

import unittest

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"
ROOT = "root-of-all-1"


class ChangePassword(HostCase):
    @classmethod
    def prepare(cls, host):
        host.run("chpasswd", input=f"root:{ROOT}\n")
        people.add_user(host, "walker", "Walker-walks-1")

    def person(self, name):
        people.add_user(self.host, name)
        people.manage(self.host, name, FIRST)
        return name

    def by_stdin(self, user, *lines):
        argv = " ".join(people.as_user(user, "ramctl", "change-password", "--password-stdin"))
        return self.host.run(argv, input="".join(f"{line}\n" for line in lines), check=False)

    def ended(self, done, code, words):
        self.assertEqual(done.code, code, f"expected: it ends with {code}; {done}")
        self.assertIn(words, done.err, f"expected: it says why; {done}")

    # --- root -----------------------------------------------------------------------------------

    def root_is_told(self):
        before = self.host.run("getent shadow root").out
        done = self.host.run("ramctl change-password --password-stdin", check=False,
                             input=f"{ROOT}\n{SECOND}\n", timeout=10)
        self.ended(done, 3, "EntityNotExist.User.LoginProfile: ")
        self.assertNotIn(ROOT, done.all, "expected: no password is shown")
        self.assertEqual(self.host.run("getent shadow root").out, before,
                         "expected: the password of root in /etc/shadow is as it was")
        self.came_in(people.su(self.host, "root", ROOT), "root with the own password")
        self.refused(people.su(self.host, "root", SECOND), "root with the one that was wanted")

    def test_root_has_no_profile_and_is_told_so(self):
        self.root_is_told()

    def test_root_at_a_terminal_is_told_the_same(self):
        with self.host.terminal("ramctl", "change-password") as t:
            code = people.talk(t, {"Current password: ": ROOT, "[Nn]ew password: ": SECOND})
            self.assertEqual(code, 3, t.text())
            self.assertIn("EntityNotExist.User.LoginProfile", t.text())

    def test_zz_root_is_told_the_same_with_the_bus_down(self):
        """Last of the class: logind goes with its bus."""
        self.host.run("systemctl stop dbus.socket dbus.service")
        try:
            self.root_is_told()
            done = self.host.run(" ".join(people.as_user("walker", "ramctl", "show")), check=False,
                                 timeout=30)
            self.ended(done, 8, "ramd does not answer")
        finally:
            self.host.run("systemctl start dbus.socket dbus.service")

    # --- people ---------------------------------------------------------------------------------

    def test_a_person_changes_the_own_password(self):
        user = self.person("amy")
        done = self.by_stdin(user, FIRST, SECOND)
        self.ended(done, 0, "Your password was changed")
        self.came_in(people.ssh_password(self.host, user, SECOND), f"{user} with the new password")
        self.refused(people.ssh_password(self.host, user, FIRST), f"{user} with the old one")

    def test_what_is_wrong_with_a_change_is_told_by_the_exit_status(self):
        user = self.person("ben")
        self.ended(self.by_stdin(user, "Wrong-one-1", SECOND), 5,
                   "InvalidParameter.OldPassword.Incorrect: ")
        self.ended(self.by_stdin(user, FIRST, "abc"), 4, "InvalidParameter.Password.TooWeak: ")
        self.ended(self.by_stdin(user, FIRST, FIRST), 4,
                   "InvalidParameter.NewPassword.ReusePrevention: ")
        self.came_in(people.ssh_password(self.host, user, FIRST), f"{user}, nothing was changed")

    def test_who_is_not_managed_has_nothing_to_change(self):
        """Permission comes before existence: only a profile's own account may ask about it."""
        self.ended(self.by_stdin("walker", "Walker-walks-1", SECOND), 6, "NoPermission: ")
        self.came_in(people.ssh_password(self.host, "walker", "Walker-walks-1"), "who is not ours")


if __name__ == "__main__":
    unittest.main()
