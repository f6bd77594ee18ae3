# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who is asked for a second factor, and when: binding inside a logon, adaptive, changes, keys."""

import re
import unittest

from harness import factors, people
from harness.case import HostCase

PASSWORD = "First-password-1"
SECOND = "Second-password-2"
SSHD = """AuthenticationMethods publickey,keyboard-interactive
KbdInteractiveAuthentication yes
PasswordAuthentication no
"""
ONLY = "auth [success=done user_unknown=ignore default=die] pam_ramauth.so mfa=only\n"


class FactorDemand(HostCase):
    def person(self, name, *options):
        people.add_user(self.host, name)
        people.manage(self.host, name, PASSWORD, "--reset-required=no", *options)
        return name

    def prefer(self, field, value, after):
        self.host.run(f"ramctl preference set {field}={value}")
        self.addCleanup(self.host.run, f"ramctl preference set {field}={after}")

    def ssh(self, user, *codes, **more):
        return factors.ssh(self.host, user, PASSWORD, *codes, **more)

    def bind_at_logon(self, user):
        """The dialogue of a logon that demands a device; the device."""
        with self.host.terminal(*people.ssh_argv(user, people.GREETING,
                                                 method="keyboard-interactive")) as t:
            t.answer("Password: ", PASSWORD)
            t.expect("(?:▀|▄|█)", 20)
            shown = t.expect(r"otpauth://totp/[^\r\n]*\r\n[^\r\n]*\r\n", 20)
            device = factors.Device(self.host, re.search(r"secret=([A-Z2-7]+)", shown).group(1))
            for one in device.pair():
                t.answer(factors.PROMPT, one)
            t.expect("Press Enter when you have written them down: ", 20)
            codes = t.text()
            t.type("")
            t.expect(f"in-as-{user}", 20)
        self.assertEqual(len(re.findall("[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", codes)), 10, codes)
        return device

    def test_a_demanded_device_is_bound_inside_the_logon(self):
        user = self.person("binder")
        self.host.run(f"ramctl set {user} --mfa-required=yes")
        with self.host.terminal(*people.ssh_argv(user, people.GREETING,
                                                 method="keyboard-interactive")) as t:
            t.answer("Password: ", PASSWORD)
            t.answer(factors.PROMPT, "000000")
            t.answer(factors.PROMPT, "000001")
            t.expect("do not fit", 20)
            self.assertNotIn(f"in-as-{user}", t.text())
        self.refused(self.ssh(user), "who binds nothing")
        device = self.bind_at_logon(user)
        self.refused(self.ssh(user, device.wrong()), "a wrong code, now that a device is bound")
        self.came_in(self.ssh(user, device.code(1)), "a code of the device that was bound")

    def test_mandatory_demands_it_of_everybody(self):
        user = self.person("must")
        self.prefer("MFAOperationForLogin", "mandatory", "independent")
        self.refused(self.ssh(user, method="password"), "a password alone")
        self.bind_at_logon(user)

    def test_adaptive_asks_for_new_sources_and_after_a_change(self):
        user = self.person("roams")
        _, recovery = factors.bind(self.host, user)
        self.prefer("MFAOperationForLogin", "adaptive", "independent")
        elsewhere = ("-b", "127.0.1.1")
        self.refused(self.ssh(user), "a new source without a code")
        self.came_in(self.ssh(user, recovery[0]), "a new source with a code")
        self.came_in(self.ssh(user), "the same source without one")
        self.refused(self.ssh(user, options=elsewhere), "another network without a code")
        self.assertIn("127.0.0.0/24", self.host.run(f"ramctl show {user}").out)
        self.host.run(f"ramctl set {user} --forget-sources")
        self.refused(self.ssh(user), "a forgotten source without a code")
        self.came_in(self.ssh(user, recovery[1]), "a forgotten source with one")
        self.came_in(self.ssh(user), "the same source without one")
        self.host.run(f"ramctl reset-password {user} --password-stdin --reset-required=no",
                      input=f"{SECOND}\n")
        self.refused(factors.ssh(self.host, user, SECOND), "the first logon after a change")
        self.came_in(factors.ssh(self.host, user, SECOND, recovery[2]), "with a code")

    def test_passwd_asks_for_a_code_where_identity_is_verified(self):
        user = self.person("proves")
        other = self.person("cannot")
        _, recovery = factors.bind(self.host, user)
        self.prefer("VerifyIdentityOnPasswordChange", "true", "false")
        with self.host.terminal(*people.as_user(user, "passwd")) as t:
            t.answer("Current password: ", PASSWORD)
            t.answer(factors.PROMPT, "000000")
            self.assertNotEqual(t.wait(), 0, t.text())
            self.assertNotIn("New password", t.text())
        with self.host.terminal(*people.as_user(user, "passwd")) as t:
            t.answer("Current password: ", PASSWORD)
            t.answer(factors.PROMPT, recovery[0])
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            self.assertEqual(t.wait(), 0, t.text())
        refused = people.passwd(self.host, other, PASSWORD, SECOND)
        self.refused(refused, "a change by who has no factor")
        self.assertIn("second factor", refused.shown)

    def test_a_key_and_a_code(self):
        user = self.person("keys")
        plain = self.person("plain")
        for one in (user, plain):
            self.came_in(people.public_key(self.host, one), "a key alone, before")
        device, _ = factors.bind(self.host, user)
        lines = self.host.path("/etc/pam.d/sshd").read_text()
        self.addCleanup(self.host.run, "rm /etc/ssh/sshd_config.d/00-key.conf; "
                                       "systemctl restart ssh.service")
        self.addCleanup(self.host.write, "/etc/pam.d/sshd", lines)
        self.host.write("/etc/ssh/sshd_config.d/00-key.conf", SSHD)
        self.host.write("/etc/pam.d/sshd",
                        lines.replace("@include common-auth", ONLY + "@include common-auth", 1))
        self.host.run("systemctl restart ssh.service")
        both = "publickey,keyboard-interactive"
        self.refused(self.ssh(user, method="keyboard-interactive"), "no key")
        self.refused(self.ssh(user, method="publickey"), "a key alone")
        self.refused(self.ssh(user, device.wrong(), method=both), "a key and a wrong code")
        came = self.ssh(user, device.code(1), method=both)
        self.came_in(came, "a key and a code")
        self.assertNotIn("assword", came.shown, "expected: no password is asked for")
        self.came_in(self.ssh(plain, method=both), "a key, where no factor is due")


if __name__ == "__main__":
    unittest.main()
