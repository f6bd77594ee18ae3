# SPDX-License-Identifier: LGPL-2.1-or-later
"""Logons with a device: what is asked, what counts, and what is good once."""

import threading
import unittest

from harness import factors, people
from harness.case import HostCase

PASSWORD = "First-password-1"


class FactorLogon(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", "Walker-walks-1")

    def person(self, name):
        people.add_user(self.host, name)
        people.manage(self.host, name, PASSWORD)
        return name

    def with_device(self, name, *options):
        return self.person(name), *factors.bind(self.host, name, *options)

    def ssh(self, user, *codes, **more):
        return factors.ssh(self.host, user, PASSWORD, *codes, **more)

    def test_without_a_device_a_person_is_told_that_one_can_be_bound(self):
        user = self.person("told")
        with self.host.terminal(*people.ssh_argv(user, method="keyboard-interactive", tty=True)) as t:
            t.answer("Password: ", PASSWORD)
            t.expect("ramctl mfa bind", 20)
            t.expect(r"\$ ", 20)

    def test_a_code_of_the_device_lets_in_and_nothing_else_does(self):
        user, device, _ = self.with_device("dora")
        for wrong in (device.wrong(), "12345", "1234567", "abcdef", PASSWORD):
            self.refused(self.ssh(user, wrong), f"the code {wrong!r}")
        self.came_in(self.ssh(user, device.code(1)), "the next code")
        self.assertEqual(factors.failures(self.host, user), 0, "expected: forgiven by the logon")

    def test_a_device_of_SHA_256(self):
        user, device, _ = self.with_device("sha", "--sha256")
        self.came_in(self.ssh(user, device.code(1)), "a code by SHA-256")

    def test_wrong_codes_count_as_failures_do(self):
        user, device, _ = self.with_device("count")
        before = factors.failures(self.host, user)
        self.refused(self.ssh(user, device.wrong()), "a wrong code")
        self.assertEqual(factors.failures(self.host, user), before + 1)
        record = self.host.run("journalctl --sync; journalctl -o cat -n 1 "
                               f"RAMAUTH_EVENT=logon-refused RAMAUTH_USER={user}").out
        self.assertIn("second factor", record)

    def test_a_code_works_once_also_after_a_restart_of_ramd(self):
        user, device, _ = self.with_device("once")
        code = device.code(1)
        self.came_in(self.ssh(user, code), "a fresh code")
        self.refused(self.ssh(user, code), "the same code again")
        self.host.run("systemctl kill -s KILL ramd.service; systemctl restart ramd.service")
        self.refused(self.ssh(user, code), "the same code after a restart")

    def test_two_logons_at_the_same_moment_share_no_code(self):
        user, device, _ = self.with_device("twice")
        code, came = device.code(1), []
        both = [threading.Thread(target=lambda: came.append(self.ssh(user, code))) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        self.assertEqual(sorted(bool(one) for one in came), [False, True],
                         "expected: exactly one of the two; " + "\n".join(map(str, came)))

    def test_a_recovery_code_works_once_however_it_is_typed(self):
        user, _, recovery = self.with_device("lost")
        self.came_in(self.ssh(user, recovery[3].lower().replace("-", " ")), "a recovery code")
        self.refused(self.ssh(user, recovery[3]), "the same recovery code")
        self.came_in(self.ssh(user, recovery[4]), "another recovery code")
        self.assertRegex(self.host.run(f"ramctl mfa show {user}").out, r"Recovery codes left\W+8")

    def test_the_journal_says_how_far_off_the_clock_of_a_device_is(self):
        user, device, _ = self.with_device("clock")
        self.refused(self.ssh(user, device.code(-4)), "a code of two minutes ago")
        record = self.host.run("journalctl --sync; journalctl -o cat -n 1 "
                               f"RAMAUTH_EVENT=logon-refused RAMAUTH_USER={user}").out
        self.assertRegex(record, "(120|150) s behind")

    def test_the_password_method_of_sshd_fails_without_counting_a_guess(self):
        user, device, _ = self.with_device("method")
        self.refused(self.ssh(user, method="password"), "a password alone")
        self.assertEqual(factors.failures(self.host, user), 0)
        self.came_in(self.ssh(user, device.code(1)), "keyboard-interactive")

    def test_login_su_and_sudo_ask_too(self):
        user, device, recovery = self.with_device("doors")
        with self.host.terminal("script", "-qec", f"login -- {user}", "/dev/null") as t:
            t.answer("Password: ", PASSWORD)
            t.answer(factors.PROMPT, device.code(1))
            t.expect(r"\$ ", 20)
        with self.host.terminal(*people.as_user("walker", "su", user, "-c", people.GREETING)) as t:
            code = people.talk(t, {factors.PROMPT: [recovery[0]], "Password: ": [PASSWORD]})
            self.assertIn(f"in-as-{user}", t.text(), f"su ended with {code}")
        self.host.write("/etc/sudoers.d/doors", f"{user} ALL=(ALL) ALL\n", 0o440)
        argv = people.as_user(user, "sudo", "-k", "sh", "-c", people.GREETING)
        with self.host.terminal(*argv) as t:
            code = people.talk(t, {factors.PROMPT: [recovery[1]], "password for .*: |Password: ": [PASSWORD]})
            self.assertIn("in-as-root", t.text(), f"sudo ended with {code}: {t.text()}")

    def test_exempt_services_and_mfa_no_ask_for_none(self):
        user, _, _ = self.with_device("exempt")
        self.host.run("ramctl preference set MFAExemptServices=su")
        self.addCleanup(self.host.run,
                        "ramctl preference set MFAExemptServices=cron,atd,systemd-user")
        self.came_in(people.su(self.host, user, PASSWORD), "su, which is exempt")
        self.refused(self.ssh(user), "ssh, which is not")
        lines = self.host.path("/etc/pam.d/common-auth").read_text()
        self.addCleanup(self.host.write, "/etc/pam.d/common-auth", lines)
        self.host.write("/etc/pam.d/common-auth",
                        lines.replace("pam_ramauth.so", "pam_ramauth.so mfa=no"))
        self.came_in(self.ssh(user), "ssh behind mfa=no")

    def test_unbinding_ones_own_device_takes_a_present_code(self):
        user, device, _ = self.with_device("move")
        unbind = people.as_user(user, "ramctl", "mfa", "unbind", "--yes")
        for code, wanted in ((device.wrong(), False), (device.code(1), True)):
            with self.host.terminal(*unbind) as t:
                t.answer(factors.PROMPT, code)
                self.assertEqual(t.wait() == 0, wanted, t.text())
        self.came_in(self.ssh(user), "who has no device any more")

    def test_a_device_survives_the_clear_of_the_profile(self):
        user, device, _ = self.with_device("cleared")
        self.host.run(f"ramctl delete {user} --yes")
        people.manage(self.host, user, PASSWORD)
        self.refused(self.ssh(user, device.wrong()), "a wrong code")
        self.came_in(self.ssh(user, device.code(1)), "the device of before")

    def test_an_administrator_unbinds_a_lost_device(self):
        user, _, _ = self.with_device("helped")
        self.refused(self.ssh(user), "without a code")
        self.host.run(f"ramctl mfa unbind {user} --yes")
        self.came_in(self.ssh(user), "after ramctl mfa unbind")

    def test_where_users_may_not_manage_devices_they_are_told(self):
        user = self.person("closed")
        self.host.run("ramctl preference set AllowUserToManageMFADevices=false")
        self.addCleanup(self.host.run, "ramctl preference set AllowUserToManageMFADevices=true")
        with self.host.terminal(*people.as_user(user, "ramctl", "mfa", "bind")) as t:
            self.assertEqual(t.wait(), 6, t.text())
            self.assertIn("NotSupport.Account", t.text())
        factors.bind(self.host, user, by="root")


if __name__ == "__main__":
    unittest.main()
