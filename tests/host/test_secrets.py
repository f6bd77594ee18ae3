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


class ModuleLog(HostCase):
    """M10: what the module says in its programs' names reaches the journal, and is no secret."""

    DOORS = {people.ssh_password: "sshd", people.su: "su", people.sudo: "sudo", people.login: "login"}

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", "Walker-walks-1")
        people.add_user(host, "ann", None, "sudo")
        people.manage(host, "ann", FIRST)

    def records(self):
        """The journal's records of the module, by the program that it was in."""
        out = self.host.run("journalctl --sync; journalctl -o json --all -g 'pam_ramauth[(]'",
                            check=False).out
        found = [json.loads(line) for line in out.splitlines()]
        return [record for record in found if record["MESSAGE"].startswith("pam_ramauth(")]

    def said(self, program, service, stage, words, priority):
        """The first such record, from the right program with the right marks."""
        begin = f"pam_ramauth({service}:{stage}): "
        everything = self.records()
        found = [r for r in everything if r["MESSAGE"].startswith(begin) and words in r["MESSAGE"]]
        self.assertTrue(found, f"expected: a line {begin}…{words}…; there are\n" +
                        "\n".join(r["MESSAGE"] for r in everything))
        record = found[-1]
        shown = json.dumps(record, indent=1)
        self.assertEqual(record.get("SYSLOG_IDENTIFIER"), program, shown)
        self.assertEqual(record.get("SYSLOG_FACILITY"), "10", f"expected: authpriv; {shown}")
        self.assertEqual(record.get("PRIORITY"), str(priority), shown)
        self.assertEqual(record.get("SYSLOG_PID"), record.get("_PID"), shown)
        return record

    def holds_no_secret(self):
        for record in self.records():
            shown = json.dumps(record, indent=1)
            self.assertNotIn(MARK, shown, "expected: no password, in no field")
            self.assertNotRegex(record["MESSAGE"], r"\bann\b", f"expected: no user name; {shown}")

    def test_M10_a_ramd_that_does_not_answer_is_an_error_of_each_program(self):
        units = "ramd.socket ramd.service"
        self.host.run(f"systemctl mask --quiet --runtime {units}; systemctl stop {units}")
        try:
            for door in self.DOORS:
                self.refused(door(self.host, "ann", FIRST), f"ann at {door.__name__}, without ramd")
        finally:
            self.host.run(f"systemctl unmask --quiet --runtime {units}; systemctl start {units}")
        for service in self.DOORS.values():
            with self.subTest(service=service):
                self.said(service, service, "auth", "", priority=3)
        self.holds_no_secret()

    def test_M10_a_refused_change_names_the_request_that_ramd_names(self):
        self.refused(people.passwd(self.host, "ann", FIRST, f"{MARK[:3]}"), "a short password")
        said = self.said("passwd", "passwd", "chauthtok", "RAMAUTH_REQUEST_ID=", priority=5)
        number = said["MESSAGE"].split("RAMAUTH_REQUEST_ID=")[1].strip()
        theirs = self.host.run(f"journalctl -o json RAMAUTH_REQUEST_ID={number}").out
        self.assertIn('"RAMAUTH_USER":"ann"', theirs, "expected: ramd's record of that request")
        self.holds_no_secret()

    def test_M10_debug_says_what_ramd_answered_and_no_more(self):
        self.host.run("cp -a /etc/pam.d/common-auth /root/; "
                      "sed -i 's/pam_ramauth.so/& debug nonsense=1/' /etc/pam.d/common-auth")
        try:
            for door in self.DOORS:
                self.came_in(door(self.host, "ann", FIRST), f"ann at {door.__name__}")
                self.refused(door(self.host, "ann", WRONG), f"a wrong password at {door.__name__}")
        finally:
            self.host.run("mv /root/common-auth /etc/pam.d/")
        for service in self.DOORS.values():
            with self.subTest(service=service):
                self.said(service, service, "auth", "ramd answered AuthenticationFailed", priority=7)
                self.said(service, service, "auth", "not understood and ignored: nonsense=1",
                          priority=3)
        self.holds_no_secret()


if __name__ == "__main__":
    unittest.main()
