# SPDX-License-Identifier: LGPL-2.1-or-later
"""Changes of passwords: forced, voluntary, by root; and what they do to sessions."""

import unittest

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"
SESSIONS_END = 15


class Change(HostCase):
    def setUp(self):
        self.user = f"u{self.id().rsplit('_', 1)[-1]}{abs(hash(self.id())) % 1000}"[:24].lower()
        people.add_user(self.host, self.user)

    def manage(self, *options):
        people.manage(self.host, self.user, FIRST, *options)

    def ssh(self, *command, method="password", tty=True):
        return self.host.terminal(*people.ssh_argv(self.user, *command, method=method, tty=tty))

    def works(self, password):
        self.came_in(people.ssh_password(self.host, self.user, password), f"{password}")

    def void(self, password):
        self.refused(people.ssh_password(self.host, self.user, password), f"{password}")

    # --- forced ---------------------------------------------------------------------------------

    def test_forced_change_with_password_authentication_runs_passwd(self):
        self.manage("--reset-required=yes")
        with self.ssh() as t:
            t.answer("assword: ", FIRST)
            t.expect("choose a new password", 20)
            t.answer("Current password: ", FIRST)
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            t.expect("The password was changed. This session ends now", 30)
            t.wait(30)
        self.void(FIRST)
        self.works(SECOND)

    def test_P5_without_a_terminal_a_forced_change_is_a_clear_refusal(self):
        self.manage("--reset-required=yes")
        with self.ssh(people.GREETING, tty=False) as t:
            code = people.talk(t, {"assword: ": [FIRST]})
            self.assertNotEqual(code, 0, t.text())
            self.assertNotIn(f"in-as-{self.user}", t.text())
            self.assertRegex(t.text(), "(?i)terminal|password change|new password",
                             "expected: a reason that tells what to do")

    def test_M14_one_prompt_a_round_and_the_old_password_once(self):
        self.manage("--reset-required=yes")
        with self.ssh(method="keyboard-interactive") as t:
            t.answer("Password: ", FIRST)
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            t.expect(r"\$ ", 30)
            self.assertEqual(t.text().count("Password: "), 1, t.text())
            self.assertNotIn("Current password", t.text())
            t.type("exit")
            self.assertEqual(t.wait(), 0, "expected: the session of the forced change is spared")
        self.works(SECOND)

    def test_an_abandoned_forced_change_changes_nothing(self):
        self.manage("--reset-required=yes")
        with self.ssh(method="keyboard-interactive") as t:
            t.answer("Password: ", FIRST)
            t.expect("New password: ")
        before = people.profile(self.host, self.user)
        self.assertTrue(before["PasswordResetRequired"])
        with self.ssh(method="keyboard-interactive") as t:
            t.answer("Password: ", FIRST)
            t.expect("New password: ", 20)

    def test_forced_change_on_the_console(self):
        self.manage("--reset-required=yes")
        console = self.host.console
        console.send("\r")
        console.expect("login: ")
        console.send(self.user + "\r")
        console.expect("Password: ")
        console.send(FIRST + "\r")
        console.expect("New password: ", 20)
        console.send(SECOND + "\r")
        console.expect("Retype new password: ")
        console.send(SECOND + "\r")
        console.expect(r"\$ ", 30)
        console.send(people.GREETING + "; exit\r")
        console.expect(f"in-as-{self.user}\r")
        console.expect("login: ", 20)
        self.works(SECOND)

    # --- voluntary ------------------------------------------------------------------------------

    def test_a_change_from_outside_the_accounts_sessions_speaks_of_no_session_of_its_own(self):
        self.manage()
        with self.ssh() as other:
            other.answer("assword: ", FIRST)
            other.expect(r"\$ ", 20)
            tried = people.passwd(self.host, self.user, FIRST, SECOND)
            self.assertIn("The password was changed. 1 session of this account is being ended.",
                          tried.shown)
            other.wait(SESSIONS_END)
        tried = people.passwd(self.host, self.user, SECOND, FIRST)
        self.assertRegex(tried.shown, r"The password was changed\.\s")

    def test_public_11_left_over_processes_are_gone_within_15_seconds(self):
        self.manage()
        people.public_key(self.host, self.user)
        with self.ssh("(trap '' TERM HUP; exec nohup sleep 86398) >/dev/null 2>&1 & echo left",
                      method="publickey", tty=False) as t:
            t.expect("left")
            t.wait()
        there = f"pgrep -u {self.user} -f 'sleep 86398'"
        self.assertEqual(self.host.run(there, check=False).code, 0, "the test's own process")
        self.host.run(f"ramctl reset-password {self.user} --password-stdin", input=SECOND + "\n")
        self.eventually(lambda: self.host.run(there, check=False).code == 1, SESSIONS_END,
                        "a nohup process in a closing session is gone")

    def test_X3_a_users_own_change_needs_the_present_password(self):
        self.manage()
        self.refused(people.passwd(self.host, self.user, "Not-the-one-9", SECOND), "passwd")
        self.works(FIRST)
        self.void(SECOND)

    def test_a_refused_new_password_is_told_why_and_asked_again(self):
        self.manage()
        with self.host.terminal(*people.as_user(self.user, "passwd")) as t:
            t.answer("Current password: ", FIRST)
            t.answer("New password: ", "abc")
            t.answer("Retype new password: ", "abc")
            t.expect("8 characters.*3", 20)
            t.answer("New password: ", FIRST)
            t.answer("Retype new password: ", FIRST)
            t.expect("present one", 20)
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            self.assertEqual(t.wait(30), 0, t.text())
        self.works(SECOND)

    def test_P11_passwd_k_changes_nothing_that_has_not_expired(self):
        self.manage()
        with self.host.terminal(*people.as_user(self.user, "passwd", "-k")) as t:
            self.assertEqual(t.wait(), 0, t.text())
            self.assertNotIn("assword: ", t.text())
        self.works(FIRST)

    def test_P11_passwd_k_changes_what_must_be_changed(self):
        self.manage("--reset-required=yes")
        with self.host.terminal(*people.as_user(self.user, "passwd", "-k")) as t:
            t.answer("Current password: ", FIRST)
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            self.assertEqual(t.wait(30), 0, t.text())
        self.works(SECOND)

    # --- by root --------------------------------------------------------------------------------

    def test_P10_root_sets_a_password_without_the_old_one(self):
        self.manage()
        with self.host.terminal("passwd", self.user) as t:
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            self.assertEqual(t.wait(30), 0, t.text())
            self.assertNotIn("Current", t.text())
        self.void(FIRST)
        self.works(SECOND)

    def test_chpasswd_of_a_managed_account_sets_the_profiles_password(self):
        self.manage()
        self.came_in(people.chpasswd(self.host, self.user, SECOND), "chpasswd")
        self.works(SECOND)
        self.assertEqual(self.host.run(f"passwd -S {self.user}").out.split()[1], "L",
                         "expected: nothing new in /etc/shadow")

    def test_an_inactive_profile_ends_sessions_and_stops_keys(self):
        self.manage()
        people.public_key(self.host, self.user)
        with self.ssh(method="publickey") as t:
            t.expect(r"\$ ", 20)
            self.host.run(f"ramctl set {self.user} --status=inactive")
            t.wait(SESSIONS_END)
        self.refused(people.public_key(self.host, self.user), "a key of an inactive profile")
        self.void(FIRST)
        self.host.run(f"ramctl set {self.user} --status=active")
        self.works(FIRST)

    def test_deleted_profiles_leave_no_way_in(self):
        self.manage()
        self.host.run(f"ramctl delete {self.user} --yes")
        self.void(FIRST)

    def test_deleting_with_unlock_shadow_gives_the_password_of_before_back(self):
        self.host.run("chpasswd", input=f"{self.user}:From-before-0\n")
        self.manage()
        self.void("From-before-0")
        self.host.run(f"ramctl delete {self.user} --yes --unlock-shadow")
        self.works("From-before-0")


if __name__ == "__main__":
    unittest.main()
