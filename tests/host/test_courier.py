# SPDX-License-Identifier: LGPL-2.1-or-later
"""The courier: what ramd asks it for reaches a real mail system and the command for SMS, from its real
unit; and what hangs, fails or is missing is told in time and leaves nothing behind."""

import unittest
from concurrent.futures import ThreadPoolExecutor

from harness import people
from harness.case import HostCase
from harness.courier_asker import SOCKET, ask, mail, sms
from harness.image import MAIL_SYSTEM_DIR

CODE = "918273"
TEXT = f"Your code for ramauth-demo is {CODE}.\n.\nIt is good for ten minutes.\n"
SENDMAIL = "/usr/sbin/sendmail"
MAILBOXES = "/var/mail /home/ann/Maildir/new"
RUNS = 30  # seconds that a program may take


def install_mail_system(host, name):
    host.run(f"DEBIAN_FRONTEND=noninteractive dpkg -i {MAIL_SYSTEM_DIR}/{name}/*.deb", timeout=180)


class MailCase(HostCase):
    system = None

    @classmethod
    def prepare(cls, host):
        for name in ("ann", "walker"):
            people.add_user(host, name)
        if cls.system:
            install_mail_system(host, cls.system)

    def mails(self):
        return self.host.run(f"find {MAILBOXES} -type f -exec cat {{}} + 2>/dev/null",
                             check=False).out

    def journal(self):
        self.host.run("journalctl --sync")
        return self.host.run("journalctl --no-pager -o cat -t ramd-courier").out

    def tells_nothing(self):
        """No code and no address is in the journal, whoever wrote into it."""
        self.host.run("journalctl --sync")
        said = self.host.run(f"journalctl --no-pager -o export --all | grep -a {CODE}",
                             check=False).out
        self.assertEqual(said, "", "expected: the code is nowhere in the journal")
        self.assertNotIn("ann@", self.journal())

    def nothing_failed(self):
        failed = self.host.run("systemctl list-units --failed --no-legend 'ramd*'").out
        self.assertEqual(failed, "", "expected: what was not taken is no failure of the unit")

    def arrives(self, request, *words):
        self.assertEqual(ask(self.host, request), "taken", self.journal())
        for word in words:
            self.eventually(lambda word=word: word in self.mails(), 30,
                            f"{word!r} is in the mailbox of ann")


class Delivery:
    """For each mail system: its sendmail hands over by setgid or setuid, out of the sandbox."""

    def test_a_mail_arrives_whole(self):
        self.host.write("/etc/ramd.conf", "MailFrom=walker@localhost\n")
        self.arrives(mail("ann@localhost", TEXT, f"From {self.system}"),
                     f"Subject: From {self.system}\n", "Auto-Submitted: auto-generated\n",
                     "To: ann@localhost\n", f"is {CODE}.\n.\nIt is good")
        self.assertIn(f"a mail was taken over by {SENDMAIL}", self.journal())
        self.nothing_failed()
        self.tells_nothing()

    def test_a_mail_arrives_where_no_sender_is_named(self):
        self.host.run("rm -f /etc/ramd.conf")
        self.arrives(mail("ann@localhost", "Of nobody.\n", f"Unnamed {self.system}"),
                     f"Subject: Unnamed {self.system}\n", "Of nobody.\n")


class Opensmtpd(Delivery, MailCase):
    system = "opensmtpd"


class Postfix(Delivery, MailCase):
    system = "postfix"


class Exim(Delivery, MailCase):
    system = "exim"


class Courier(MailCase):
    """Without a mail system: sendmail is what each test makes it."""

    slow = True

    def setUp(self):
        self.host.run(f"rm -rf {SENDMAIL} /etc/ramd.conf /usr/local/bin/sms /var/spool/sms; "
                      "install -d -o ramd-courier /var/spool/sms")

    def program(self, path, script):
        self.host.write(path, f"#!/bin/sh\n{script}\n", 0o755)

    def running(self, word):
        """`word` is a pattern that is not found in itself."""
        return self.host.run(f"pgrep -f -- '{word}'", check=False).out

    def not_taken(self, request, *words, **how):
        answer = ask(self.host, request, **how)
        self.assertTrue(answer.startswith("not taken: "), answer)
        for word in words:
            self.assertIn(word, answer)
            self.assertIn(word, self.journal(), "expected: the journal says so too")
        self.tells_nothing()

    def test_root_and_ramd_may_connect_and_nobody_else(self):
        self.program(SENDMAIL, "cat >/dev/null")
        request = mail("ann@localhost", TEXT)
        for user in ("root", "ramd"):
            self.assertEqual(ask(self.host, request, user), "taken", user)
        for user in ("walker", "ann", "ramd-courier", "ramd-weak-list", "nobody"):
            self.assertEqual(ask(self.host, request, user), "Permission denied", user)
        self.assertEqual(self.host.run(f"stat -c '%a %U:%G %F' {SOCKET}").out,
                         "660 root:ramd socket\n")

    def test_sendmail_is_run_as_nobody_in_particular(self):
        self.program(SENDMAIL, "{ id -un; id -Gn; env | sort; printf '%s\\n' \"$@\"; } "
                               ">/var/spool/sms/seen; cat >/dev/null")
        self.assertEqual(ask(self.host, mail("ann@localhost", TEXT)), "taken")
        seen = self.host.run("cat /var/spool/sms/seen").out
        lines = [line for line in seen.splitlines() if not line.startswith(("PWD=", "_=", "OLDPWD="))]
        self.assertEqual(lines, ["ramd-courier", "ramd-courier", "LC_ALL=C.UTF-8",
                                 "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "-i", "--", "ann@localhost"])

    def test_sendmail_sees_nothing_of_ramd(self):
        self.program(SENDMAIL, "cat >/dev/null; "
                               "for p in /run/ramd/login /var/lib/ramd/data.mdb /run/dbus/system_bus_socket; "
                               "do [ ! -e $p ] || exit 1; done; "
                               "! touch /usr/x /etc/x /var/lib/x 2>/dev/null")
        self.assertEqual(ask(self.host, mail("ann@localhost", TEXT)), "taken")

    def test_a_missing_a_failing_and_a_broken_sendmail_are_told(self):
        self.not_taken(mail("ann@localhost", TEXT), f"{SENDMAIL} cannot be run: No such file")
        self.program(SENDMAIL, "cat; cat >&2; exit 75")
        self.not_taken(mail("ann@localhost", TEXT), f"{SENDMAIL} ended with status 75")
        self.program(SENDMAIL, "kill -SEGV $$")
        self.not_taken(mail("ann@localhost", TEXT), f"{SENDMAIL} was ended by signal 11")
        self.nothing_failed()

    def test_a_hanging_sendmail_ends_with_who_asked_or_by_itself(self):
        self.program(SENDMAIL, "sleep 73502 & sleep 73501")
        self.assertEqual(ask(self.host, mail("ann@localhost", TEXT), patience=2), "no answer")
        self.eventually(lambda: not self.running("slee[p] 7350"), 20,
                        "nothing runs on when nobody waits")
        self.assertIn("nobody waited for it any more", self.journal())
        self.not_taken(mail("ann@localhost", TEXT), "did not end in time", patience=RUNS + 25)
        self.eventually(lambda: not self.running("slee[p] 7350"), 20, "it was killed with its own")

    def test_an_sms_reaches_the_command_on_its_standard_input(self):
        self.not_taken(sms("+491701234567", TEXT), "names no SMSCommand")
        self.program("/usr/local/bin/sms", "echo $# >/var/spool/sms/arguments; "
                                           "cat >/var/spool/sms/text")
        self.host.write("/etc/ramd.conf", "HashMemory=19\nSMSCommand=/usr/local/bin/sms\n")
        self.assertEqual(ask(self.host, sms("+491701234567", TEXT)), "taken")
        self.assertEqual(self.host.run("cat /var/spool/sms/text").out, "+491701234567\n" + TEXT)
        self.assertEqual(self.host.run("cat /var/spool/sms/arguments").out, "0\n")
        self.tells_nothing()

    def test_a_contact_with_a_newline_and_other_bad_requests_run_nothing(self):
        self.program(SENDMAIL, "touch /var/spool/sms/ran")
        good = mail("ann@localhost", TEXT)
        for bad in (mail("ann@localhost\nBcc: walker@localhost", TEXT), mail("-t", TEXT),
                    mail("ann@localhost,walker@localhost", TEXT), mail("|sh@localhost", TEXT),
                    mail("ann@localhost", TEXT, "a\nBcc: walker@localhost"), good[:-1], good + b"\n",
                    sms("+49 170", TEXT), b"", b"\0" * 100_000):
            self.not_taken(bad)
        self.assertEqual(self.host.run("ls /var/spool/sms").out, "", "expected: nothing was run")

    def test_a_crowd_of_askers_does_not_take_the_socket_away(self):
        self.program(SENDMAIL, "sleep 3; cat >/dev/null")
        with ThreadPoolExecutor(48) as pool:
            answers = list(pool.map(lambda _: ask(self.host, mail("ann@localhost", TEXT)), range(48)))
        self.assertIn("taken", answers)
        self.assertEqual(self.host.run("systemctl is-active ramd-courier.socket").out, "active\n")
        self.assertEqual(ask(self.host, mail("ann@localhost", TEXT)), "taken")

    def test_the_units_are_well_formed_and_the_socket_is_there_from_the_boot(self):
        verified = self.host.run("systemd-analyze verify --man=no ramd-courier.socket "
                                 "ramd-courier@x.service ramd.service", check=False)
        self.assertNotIn("courier", verified.err)
        self.assertEqual(self.host.run("systemctl is-enabled ramd-courier.socket").out, "enabled\n")
        shown = self.host.run("systemctl show -p NoNewPrivileges ramd-courier@x.service").out
        self.assertEqual(shown, "NoNewPrivileges=no\n")


if __name__ == "__main__":
    unittest.main()
