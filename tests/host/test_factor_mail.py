# SPDX-License-Identifier: LGPL-2.1-or-later
"""Codes and passwords that are sent: over a real mail system, and by the command for SMS."""

import re
import unittest

from harness import factors, people
from test_courier import MailCase

PASSWORD = "First-password-1"
SECOND = "Second-password-2"
SENDMAIL = "/usr/sbin/sendmail"
CODE = r"(?<!\d)\d{6}(?!\d)"


class SentCase(MailCase):
    def person(self, name):
        people.add_user(self.host, name)
        people.manage(self.host, name, PASSWORD, "--reset-required=no", f"--email={name}@localhost",
                      f"--mobile=+4917012{len(name)}{sum(map(ord, name))}")
        return name

    def prefer(self, field, value, after):
        self.host.run(f"ramctl preference set {field}={value}")
        self.addCleanup(self.host.run, f"ramctl preference set {field}={after}")

    def ssh(self, user, *codes, **more):
        return factors.ssh(self.host, user, PASSWORD, *codes, **more)

    def begin(self, user, *command):
        """A logon that has given its password."""
        t = self.host.terminal(*people.ssh_argv(user, *command, method="keyboard-interactive"))
        t.answer("Password: ", PASSWORD)
        return t


class MailedCodes(SentCase):
    system = "opensmtpd"

    def setUp(self):
        self.prefer("VerificationTypes", "totp,email", "totp")
        self.prefer("MFAOperationForLogin", "mandatory", "independent")

    def mail_to(self, user):
        """The one mail that has come. The first blank line of it ends its head."""
        box = f"/home/{user}/Maildir/new"
        self.eventually(lambda: self.host.run(f"ls {box} 2>/dev/null | wc -l").out.strip() == "1", 30,
                        f"a mail in {box}")
        return self.host.run(f"cat {box}/*").out

    def test_a_mailed_code_lets_in_once(self):
        user = self.person("maria")
        with self.begin(user, people.GREETING) as t:
            t.expect("A code was sent to m\\*+@localhost", 20)
            mail = self.mail_to(user)
            code = re.findall(CODE, mail.partition("\n\n")[2])[0]
            self.assertIn("Auto-Submitted: auto-generated", mail)
            t.answer(factors.PROMPT, code)
            t.expect(f"in-as-{user}", 20)
        said = self.host.run("journalctl --sync; journalctl -o cat --all --no-pager").out
        self.assertIn("Verification code sent", said)
        self.assertIsNone(re.search(rf"(?<!\d){code}(?!\d)", said), "the code is in the journal")
        with self.begin(user, people.GREETING) as t:
            t.expect(r"Another code can be had in \d+ seconds", 20)
            t.answer(factors.PROMPT, code)
            t.wait(30)
            self.assertNotIn(f"in-as-{user}", t.text(), "expected: a code is good once")

    def test_a_code_outlives_a_dropped_connection(self):
        user = self.person("drops")
        with self.begin(user) as t:
            t.expect("A code was sent", 20)
        code = re.findall(CODE, self.mail_to(user).partition("\n\n")[2])[0]
        self.came_in(self.ssh(user, code), "the code of the connection that was dropped")

    def test_where_several_ways_are_open_an_empty_answer_has_a_code_sent(self):
        user = self.person("either")
        device, _ = factors.bind(self.host, user, by="root")
        with self.begin(user, people.GREETING) as t:
            t.expect("press Enter to get one", 20)
            t.answer(factors.PROMPT, "")
            t.expect("A code was sent to e\\*+@localhost", 20)
            code = re.findall(CODE, self.mail_to(user).partition("\n\n")[2])[0]
            t.answer(factors.PROMPT, code)
            t.expect(f"in-as-{user}", 20)
        self.came_in(self.ssh(user, device.code(1)), "the device, which is as good")

    def test_a_code_by_mail_stands_in_for_a_forgotten_password(self):
        self.prefer("MFAOperationForLogin", "independent", "mandatory")
        user = self.person("forgot")
        out = self.host.run(f"ramctl reset-password {user} --by-user --mail")
        self.assertRegex(out.all, r"f\*+@localhost")
        code = re.search("[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}", self.mail_to(user)).group()
        self.assertNotIn(code, out.all)
        self.refused(self.ssh(user), "the old password")
        self.first_logon(user, code.lower())
        self.refused(factors.ssh(self.host, user, code), "the code after the change")

    def test_a_code_that_is_shown_stands_in_for_a_forgotten_password(self):
        self.prefer("MFAOperationForLogin", "independent", "mandatory")
        user = self.person("asked")
        code = self.host.run(f"ramctl reset-password {user} --by-user").out.strip()
        self.refused(factors.ssh(self.host, user, "ABCD-EFGH-IJKL-MNOP"), "another code")
        self.assertEqual(factors.failures(self.host, user), 1)
        self.first_logon(user, code)

    def test_a_generated_password_by_mail(self):
        self.prefer("MFAOperationForLogin", "independent", "mandatory")
        user = self.person("mailed")
        out = self.host.run(f"ramctl reset-password {user} --generate --mail --reset-required=yes")
        body = self.mail_to(user).partition("\n\n")[2]
        password = re.search(r"^ {4}(\S+)$", body, re.M).group(1)
        self.assertNotIn(password, out.all)
        self.first_logon(user, password)

    def first_logon(self, user, password):
        with self.host.terminal(*people.ssh_argv(user, method="keyboard-interactive", tty=True)) as t:
            t.answer("Password: ", password)
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            t.expect(r"\$ ", 30)
        self.came_in(factors.ssh(self.host, user, SECOND), "the password that was chosen")


class MailedCodesFail(SentCase):
    """sendmail is what each test makes it."""

    def setUp(self):
        self.prefer("VerificationTypes", "totp,email,sms", "totp")
        self.host.run(f"rm -rf {SENDMAIL} /etc/ramd.conf /var/spool/sms; "
                      "install -d -o ramd-courier /var/spool/sms")

    def program(self, path, script):
        self.host.write(path, f"#!/bin/sh\n{script}\n", 0o755)

    def test_where_mail_fails_the_person_is_told_and_another_way_works(self):
        for name, script in (("missing", None), ("failing", "exit 75"), ("hanging", "sleep 300")):
            with self.subTest(sendmail=name):
                user = self.person(name)
                device, _ = factors.bind(self.host, user, by="root")
                if script:
                    self.program(SENDMAIL, script)
                with self.begin(user, people.GREETING) as t:
                    t.answer(factors.PROMPT, "")
                    t.expect("No code could be sent", 15)
                    t.answer(factors.PROMPT, device.code(1))
                    t.expect(f"in-as-{user}", 20)

    def test_where_mail_fails_an_SMS_comes(self):
        user = self.person("bothways")
        self.prefer("MFAOperationForLogin", "mandatory", "independent")
        self.program("/usr/local/bin/sms", "cat >/var/spool/sms/text")
        self.host.write("/etc/ramd.conf", "SMSCommand=/usr/local/bin/sms\n")
        with self.begin(user, people.GREETING) as t:
            t.expect(r"A code was sent to \*\*\*\d+", 20)
            text = self.host.run("cat /var/spool/sms/text").out.partition("\n")[2]
            t.answer(factors.PROMPT, re.findall(CODE, text)[0])
            t.expect(f"in-as-{user}", 20)

    def test_a_code_by_SMS(self):
        user = self.person("mobile")
        self.prefer("VerificationTypes", "sms", "totp")
        self.prefer("MFAOperationForLogin", "mandatory", "independent")
        self.program("/usr/local/bin/sms", "cat >/var/spool/sms/text")
        self.host.write("/etc/ramd.conf", "SMSCommand=/usr/local/bin/sms\n")
        with self.begin(user, people.GREETING) as t:
            t.expect("A code was sent to ", 20)
            number, _, text = self.host.run("cat /var/spool/sms/text").out.partition("\n")
            self.assertEqual(number, people.profile(self.host, user)["RecoveryMobile"])
            t.answer(factors.PROMPT, re.findall(CODE, text)[0])
            t.expect(f"in-as-{user}", 20)

    def test_a_reset_that_cannot_be_mailed_changes_nothing(self):
        user = self.person("stays")
        for options in ("--by-user --mail", "--generate --mail"):
            done = self.host.run(f"ramctl reset-password {user} {options}", check=False)
            self.assertNotEqual(done.code, 0, done.all)
            self.assertIn("ServiceFailure", done.all)
        self.came_in(self.ssh(user), "the old password")

    def test_a_contact_with_a_newline_is_refused(self):
        people.add_user(self.host, "lines")
        people.manage(self.host, "lines", PASSWORD)
        done = self.host.run("ramctl set lines --email=\"$(printf 'a@localhost\\nBcc: b@localhost')\"",
                             check=False)
        self.assertNotEqual(done.code, 0, done.all)
        self.assertIn("RecoveryEmail", done.all)


if __name__ == "__main__":
    unittest.main()
