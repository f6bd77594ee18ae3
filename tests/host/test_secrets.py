# SPDX-License-Identifier: LGPL-2.1-or-later
"""O5, X5, public promise 4: no password in the journal, in dbus-daemon, or in a core dump; and each
decision is one record."""

import json
import re
import unittest

from harness import people
from harness.case import HostCase

MARK = "zQ7markerX"  # in every password here
FIRST = f"{MARK}-first-1"
SECOND = f"{MARK}-second-2"
WRONG = f"{MARK}-wrong-3"


def memory_holds(pid, needle):
    """Whether a process, seen from this machine, has the bytes in its memory."""
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for line in maps:
            found = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if not found or "[v" in line:
                continue
            begin, end = (int(text, 16) for text in found.groups())
            try:
                mem.seek(begin)
                if needle in mem.read(end - begin):
                    return True
            except OSError:
                continue
    return False


def said_by_the_module(record):
    return str(record.get("MESSAGE")).startswith("pam_ramauth(")


SSHD_ITSELF = re.compile("|".join(
    before + rf" {FIRST} " + after for before, after in (
        ("Invalid user", r"from 127\.0\.0\.1 port \d+"),
        ("Failed password for invalid user", r"from 127\.0\.0\.1 port \d+ ssh2"),
        ("Connection closed by invalid user", r"127\.0\.0\.1 port \d+ \[preauth\]"))))


def said_by_sshd_itself(record):
    """It names the unknown user that somebody typed: the password, here."""
    return record.get("_COMM") == "sshd" and SSHD_ITSELF.fullmatch(str(record.get("MESSAGE")))


class NoSecrets(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", "Walker-walks-1")
        people.add_user(host, "ann")
        people.manage(host, "ann", FIRST)
        people.add_user(host, "bob")
        # The module says the most that it ever says.
        host.run("sed -i 's/pam_ramauth\\.so.*/& debug/' /etc/pam.d/common-*")

    def outside(self, unit):
        """The pid of a service, as this machine counts."""
        inside = self.host.run(f"systemctl show -P MainPID {unit}").out.strip()
        return self.host.outside_pid(int(inside))

    def everything_once(self):
        for door in (people.ssh_password, people.ssh_kbdint, people.login, people.su):
            door(self.host, "ann", FIRST)
            door(self.host, "ann", WRONG)
        for door in (people.ssh_password, people.login, people.su):
            door(self.host, FIRST, WRONG)  # the password typed as the name
        people.passwd(self.host, "ann", WRONG, SECOND)
        people.passwd(self.host, "ann", FIRST, SECOND)
        people.chpasswd(self.host, "ann", FIRST)
        self.host.run("ramctl create bob --password-stdin", input=FIRST + "\n")
        with self.host.terminal(*people.ssh_argv("bob", method="keyboard-interactive", tty=True)) as t:
            t.answer("Password: ", FIRST)
            t.answer("New password: ", SECOND)
            t.answer("Retype new password: ", SECOND)
            t.expect(r"\$ ", 30)
        # Over the bus, as an ordinary user.
        self.host.run("setpriv --reuid=bob --regid=bob --init-groups ramctl change-password "
                      "--password-stdin", input=f"{SECOND}\n{FIRST}\n", check=False)
        self.host.run("systemctl stop ramd.socket ramd.service")
        people.ssh_password(self.host, "ann", FIRST)
        self.host.run("systemctl start ramd.socket ramd.service")

    def test_O5_X5_no_password_is_anywhere(self):
        self.everything_once()
        records = self.journal()
        told = [line for line in records if MARK in line and not said_by_sshd_itself(json.loads(line))]
        self.assertEqual(told, [], "expected: no password in the journal")
        self.assertTrue(any(said_by_the_module(json.loads(line)) for line in records),
                        "expected: lines of the module, which have the tag of their program")
        self.assertTrue(any('"_COMM":"ramd"' in line for line in records), "expected: ramd's records")
        self.assertFalse(memory_holds(self.outside("dbus.service"), MARK.encode()),
                         "expected: no password in dbus-daemon's memory")
        limits = self.host.path(f"/proc/{self.host.run('systemctl show -P MainPID ramd').out.strip()}"
                                "/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")

    def journal(self):
        return self.host.run("journalctl -o json --all --no-pager").out.splitlines()

    def test_O5_each_decision_is_a_record(self):
        people.add_user(self.host, "eve")
        people.manage(self.host, "eve", FIRST)
        people.ssh_password(self.host, "eve", WRONG)
        people.ssh_password(self.host, "eve", FIRST)
        self.host.run("ramctl reset-password eve --password-stdin", input=SECOND + "\n")
        out = self.host.run("journalctl -o json RAMAUTH_USER=eve").out
        records = [json.loads(line) for line in out.splitlines()]
        shown = json.dumps(records, indent=1)
        for record in records:
            for field in ("MESSAGE_ID", "RAMAUTH_EVENT", "PRIORITY"):
                self.assertIn(field, record, shown)
        wrong = [r for r in records if r.get("RAMAUTH_CODE") == "AuthenticationFailed"]
        self.assertEqual(len(wrong), 1, f"expected: one record of the wrong password; {shown}")
        self.assertEqual(wrong[0].get("RAMAUTH_SERVICE"), "sshd", shown)
        self.assertEqual(wrong[0].get("RAMAUTH_SOURCE"), "127.0.0.1", shown)
        self.assertRegex(wrong[0].get("RAMAUTH_REQUEST_ID", ""), "^[0-9a-f]{32}$", shown)
        self.assertGreaterEqual(len({r["MESSAGE_ID"] for r in records}), 4, shown)


if __name__ == "__main__":
    unittest.main()
