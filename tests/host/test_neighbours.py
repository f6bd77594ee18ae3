# SPDX-License-Identifier: LGPL-2.1-or-later
"""F5, M13: pam_faillock, pam_pwhistory and pam_pwquality in the stack, put there as administrators
of Debian do it: profiles of their own for pam-auth-update, as in the CIS benchmark."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import people
from harness.case import HostCase
from harness.image import LATER_DIR

# Good enough for pam_pwquality.
FIRST = "Trombone#Kestrel71"
SECOND = "Velvet!Quarry88"
THIRD = "Mango%Lattice93"
FOURTH = "Cobalt+Nimbus54"
WRONG = "Wrong-one-1"
DENY = 4  # one more than the tries that sudo gives

FAILLOCK = {
    "faillock": """\
Name: Enable pam_faillock to deny access
Default: yes
Priority: 0
Auth-Type: Primary
Auth:
	[default=die]	pam_faillock.so authfail
""",
    "faillock_notify": """\
Name: Notify of failed login attempts and reset count upon success
Default: yes
Priority: 1024
Auth-Type: Primary
Auth:
	requisite	pam_faillock.so preauth
Account-Type: Primary
Account:
	required	pam_faillock.so
"""}
# Alone, the module asks for the new password itself; behind pam_pwquality it takes that one's.
PWHISTORY_ALONE = """\
Name: pwhistory password history checking
Default: yes
Priority: 1024
Password-Type: Primary
Password:
	requisite	pam_pwhistory.so remember=24 enforce_for_root use_authtok
Password-Initial:
	requisite	pam_pwhistory.so remember=24 enforce_for_root
"""
# As it stands in the benchmark.
PWHISTORY_BEHIND = """\
Name: pwhistory password history checking
Default: yes
Priority: 1024
Password-Type: Primary
Password:
	requisite	pam_pwhistory.so remember=24 enforce_for_root try_first_pass use_authtok
"""


class Neighbours(HostCase):
    """What holds whatever stands around us; the neighbours are in the classes below."""

    profiles = {}
    in_auth = in_password = ()

    @classmethod
    def prepare(cls, host):
        for name, text in cls.profiles.items():
            host.write(f"/usr/share/pam-configs/{name}", text)
        host.write("/etc/security/faillock.conf", f"deny = {DENY}\nunlock_time = 900\n")
        host.run(f"DEBIAN_FRONTEND=noninteractive pam-auth-update --enable {' '.join(cls.profiles)}")
        people.add_user(host, "walker", FIRST)

    def account(self, name):
        people.add_user(self.host, name, FIRST, "sudo")
        return name

    def managed(self, name):
        people.add_user(self.host, name, None, "sudo")
        people.manage(self.host, name, FIRST)
        return name

    def stack(self, kind):
        return self.host.run(f"grep -v '^#' /etc/pam.d/common-{kind}").out

    def stands(self):
        """The test's own: neighbours and module are in the stack."""
        for kind, modules in (("auth", self.in_auth), ("password", self.in_password)):
            for module in (*modules, "pam_ramauth", "pam_unix"):
                self.assertIn(module, self.stack(kind), f"the test's own {module}")

    def logons(self, account, name):
        """Each door by an account of its own: pam_faillock counts by account."""
        def through(user, door):
            return [(door(self.host, user, FIRST), True, f"{user} with the right password"),
                    (door(self.host, user, WRONG), False, f"{user} with a wrong password"),
                    (door(self.host, user, FIRST), True, f"{user}, a wrong one later")]

        doors = (people.ssh_password, people.ssh_kbdint, people.login, people.su, people.sudo)
        users = [account(f"{name}{number}") for number in range(len(doors))]
        with ThreadPoolExecutor(len(doors)) as pool:
            for door, tries in zip(doors, pool.map(through, users, doors)):
                for tried, expected, what in tries:
                    with self.subTest(door=door.__name__, what=what):
                        (self.came_in if expected else self.refused)(tried, what)
        for door in (people.cron, people.user_manager):
            with self.subTest(door=door.__name__):
                self.came_in(door(self.host, users[0]), f"a program of {users[0]}")
        self.came_in(people.public_key(self.host, users[0]), f"{users[0]} with a key")

    def changes(self, user):
        self.refused(people.passwd(self.host, user, WRONG, SECOND), "passwd after a wrong password")
        self.came_in(people.ssh_password(self.host, user, FIRST), f"{user}, nothing was changed")
        self.came_in(people.passwd(self.host, user, FIRST, SECOND), f"passwd of {user}")
        self.refused(people.ssh_password(self.host, user, FIRST), f"{user} with the old password")
        self.came_in(people.ssh_password(self.host, user, SECOND), f"{user} with the new password")
        self.came_in(people.chpasswd(self.host, user, THIRD), f"chpasswd of {user}")
        self.refused(people.ssh_password(self.host, user, SECOND), f"{user} with the one before")
        self.came_in(people.ssh_password(self.host, user, THIRD), f"{user} after chpasswd")

    def forced_change(self, user):
        people.add_user(self.host, user)
        people.manage(self.host, user, FIRST, "--reset-required=yes")
        argv = people.ssh_argv(user, method="keyboard-interactive", tty=True)
        with self.host.terminal(*argv) as t:
            t.answer("Password: ", FIRST)
            t.answer("[Nn]ew password: ", FOURTH)
            t.answer("[Rr]etype new password: ", FOURTH)
            t.expect(r"\$ ", 30)
        self.came_in(people.ssh_password(self.host, user, FOURTH), f"{user} after the forced change")
        self.refused(people.ssh_password(self.host, user, FIRST), f"{user} with the initial password")


class FaillockRows:
    """pam_faillock counts for accounts that are not ours, and does not for ours."""

    def wrong_ones(self, user, count):
        with ThreadPoolExecutor(count) as pool:
            for tried in pool.map(lambda _: people.ssh_password(self.host, user, WRONG),
                                  range(count)):
                self.refused(tried, "a wrong password")

    def test_F5_faillock_still_locks_who_is_not_ours(self):
        user = self.account("uniq")
        self.wrong_ones(user, DENY)
        shown = self.host.run(f"faillock --user {user}").out
        self.assertRegex(shown, r"(?m)^\d{4}-", "expected: the failures are listed")
        self.refused(people.ssh_password(self.host, user, FIRST), f"{user}, locked by pam_faillock")
        self.host.run(f"faillock --user {user} --reset")
        self.came_in(people.ssh_password(self.host, user, FIRST), f"{user}, unlocked by root")

    def test_F5_faillock_does_not_count_against_a_managed_account(self):
        user = self.managed("mara")
        self.wrong_ones(user, DENY + 2)
        shown = self.host.run(f"faillock --user {user}").out
        self.assertNotRegex(shown, r"(?m)^\d{4}-", "expected: no failure is listed")
        self.came_in(people.ssh_password(self.host, user, FIRST), f"{user}: ramd does the counting")
        self.assertEqual(people.profile(self.host, user)["FailedLoginAttempts"], 0)

    def test_F5_a_tally_of_before_locks_a_managed_account_too(self):
        """preauth stands before us: what an administrator's faillock says first is respected."""
        user = self.account("mona")
        self.wrong_ones(user, DENY)
        people.manage(self.host, user, SECOND)
        self.refused(people.ssh_password(self.host, user, SECOND), f"{user}, locked before")
        self.host.run(f"faillock --user {user} --reset")
        self.came_in(people.ssh_password(self.host, user, SECOND), f"{user}, unlocked by root")

    def test_F5_managed_and_ramd_down_is_refused_behind_faillock(self):
        user = self.managed("milo")
        other = self.account("udo")
        units = "ramd.socket ramd.service"
        self.host.run(f"systemctl mask --quiet --runtime {units}; systemctl stop {units}")
        try:
            self.refused(people.ssh_password(self.host, user, FIRST), f"{user} without ramd")
            self.came_in(people.ssh_password(self.host, other, FIRST), "who is not ours")
        finally:
            self.host.run(f"systemctl unmask --quiet --runtime {units}; systemctl start {units}")
        self.came_in(people.ssh_password(self.host, user, FIRST), f"{user}, ramd is back")


class PwhistoryRows:
    """pam_pwhistory remembers for accounts that are not ours."""

    def test_F5_pwhistory_still_refuses_who_is_not_ours_an_earlier_password(self):
        user = self.account("ursa")
        self.came_in(people.passwd(self.host, user, FIRST, SECOND), "passwd")
        self.refused(people.passwd(self.host, user, SECOND, FIRST), "the password before")
        self.came_in(people.ssh_password(self.host, user, SECOND), f"{user}, nothing was changed")
        self.came_in(people.passwd(self.host, user, SECOND, THIRD), "another one")

    def test_P10_root_resets_behind_pwhistory(self):
        user = self.managed("max")
        with self.host.terminal("passwd", user) as t:
            people.talk(t, {"[Nn]ew password: ": SECOND})
            self.assertEqual(t.wait(30), 0, t.text())
            self.assertNotIn("Current", t.text())
        self.came_in(people.ssh_password(self.host, user, SECOND), "the password that root set")
        self.assertEqual(self.host.run(f"passwd -S {user}").out.split()[1], "L",
                         "expected: nothing new in /etc/shadow")


class EveryRow:
    """Both kinds of accounts, at every door and at every change."""

    slow = True

    def test_F5_logons_of_an_unmanaged_account(self):
        self.stands()
        self.logons(self.account, "una")

    def test_F5_logons_of_a_managed_account(self):
        self.stands()
        self.logons(self.managed, "mia")

    def test_F5_changes_of_an_unmanaged_account(self):
        self.changes(self.account("unb"))

    def test_M13_changes_of_a_managed_account(self):
        self.changes(self.managed("mib"))

    def test_M13_a_forced_change_of_a_managed_account(self):
        self.forced_change("mic")


class WithFaillock(EveryRow, FaillockRows, Neighbours):
    profiles = FAILLOCK
    in_auth = ("pam_faillock",)


class WithPwhistory(EveryRow, PwhistoryRows, Neighbours):
    profiles = {"pwhistory": PWHISTORY_ALONE}
    in_password = ("pam_pwhistory",)


class WithAllThree(EveryRow, PwhistoryRows, Neighbours):
    profiles = {**FAILLOCK, "pwhistory": PWHISTORY_BEHIND}
    in_auth = ("pam_faillock",)
    in_password = ("pam_pwquality", "pam_pwhistory")

    @classmethod
    def prepare(cls, host):
        host.run(f"DEBIAN_FRONTEND=noninteractive dpkg -i {LATER_DIR}/*.deb", timeout=120)
        super().prepare(host)

    def test_pwquality_stands_first_and_still_refuses(self):
        lines = self.stack("password")
        self.assertLess(lines.index("pam_pwquality"), lines.index("pam_pwhistory"), lines)
        self.assertLess(lines.index("pam_pwhistory"), lines.index("pam_ramauth"), lines)
        for user in (self.account("unz"), self.managed("miz")):
            self.refused(people.passwd(self.host, user, FIRST, "abc"), f"a bad password of {user}")
            self.came_in(people.ssh_password(self.host, user, FIRST), f"{user}, unchanged")


if __name__ == "__main__":
    unittest.main()
