# SPDX-License-Identifier: LGPL-2.1-or-later
"""O5: what happens is one record each in the journal, with the fields of ramd(8). Each row provokes one
thing and names all the records that come of it: one more, or one less, fails it."""

import json
import re
import unittest

from harness import factors, people
from harness.case import TREE, HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"
WRONG = "Wrong-one-9"
SESSIONS_END = 15
NOT_PERMITTED = 45  # logind is asked again every 30 s after such an answer
REQUEST = "^[0-9a-f]{32}$"
SSHD = {"SERVICE": "sshd", "TTY": "ssh", "SOURCE": "127.0.0.1", "CALLER_UID": "0"}
LOGIN = {"SERVICE": "login", "TTY": "/dev/pts/[0-9]+", "SOURCE": "/dev/pts/[0-9]+",
         "CALLER_UID": "0"}
ROOT = {"CALLER_UID": "0", "SERVICE": None, "TTY": None, "SOURCE": None}
OF_NO_REQUEST = {"REQUEST_ID": None, "CALLER_UID": None, "CALLER_PID": None}
# These take a broken record, a broken disk, a day without a logon and a code that cannot be sent; unit
# tests provoke them.
NOT_HERE = {"record-damaged", "service-fault", "profile-idle", "message-not-sent",
            "code-sent", "code-not-sent"}
# What a decision led to, beside its own record.
CONSEQUENCES = {"profile-locked"}


def kinds_of_the_page():
    page = (TREE / "ramd/ramd.8").read_text()
    return dict(re.findall(r"^\.It Sy ([a-z-]+)\n\.Li ([0-9a-f]{32})$", page, re.M))


def record(kind, user, fields, code=None):
    """What a record has to say; None: the field is not there."""
    return kind, {"USER": user, "CODE": code, "REQUEST_ID": REQUEST, "CALLER_PID": "[0-9]+", **fields}


def ended(user, number, reason):
    return "sessions-revoked", {"USER": user, "CODE": None, **OF_NO_REQUEST,
                                "MESSAGE": f"Sessions ended, .*: {number} ended, because: {reason}"}


class Events(HostCase):
    slow = True
    provoked = set()

    @classmethod
    def prepare(cls, host):
        cls.kinds = kinds_of_the_page()
        people.add_user(host, "walker", "Walker-walks-1")
        for name in ("ann", "bob", "cat", "dan", "eve"):
            people.add_user(host, name)
            if name != "eve":
                people.manage(host, name, FIRST)
        # Of the same unit: journalctl takes the first match after a cursor for the cursor's own.
        host.run("journalctl --sync; journalctl -u ramd.service --cursor-file=/root/seen -n1 -q")

    def news(self):
        """The records since the last look, which does not move."""
        lines = self.host.run("journalctl --sync; cp /root/seen /root/look; journalctl -o json "
                              "--cursor-file=/root/look -u ramd.service").out.splitlines()
        return [found for line in lines if "RAMAUTH_EVENT" in (found := json.loads(line))]

    def expect(self, what, action, *expected, within=SESSIONS_END):
        with self.subTest(what=what):
            action()
            names = sorted(kind for kind, _ in expected)
            seen = self.eventually(lambda: len(found := self.news()) >= len(expected) and found,
                                   within, f"{what}: the records {names}; {self.news()}")
            shown = f"{what}:\n" + "\n".join(json.dumps(one) for one in seen)
            self.assertEqual(sorted(one["RAMAUTH_EVENT"] for one in seen), names, shown)
            for kind, fields in expected:
                one = next(one for one in seen if one["RAMAUTH_EVENT"] == kind)
                self.assertEqual(one["MESSAGE_ID"], self.kinds[kind], shown)
                self.fits(one, fields, shown)
                self.provoked.add(kind)
            ids = [one["RAMAUTH_REQUEST_ID"] for one in seen if "RAMAUTH_REQUEST_ID" in one
                   and one["RAMAUTH_EVENT"] not in CONSEQUENCES]
            self.assertEqual(len(ids), len(set(ids)), f"expected: a request has one record; {shown}")
        self.host.run("mv /root/look /root/seen")

    def fits(self, one, fields, shown):
        for name, pattern in fields.items():
            value = one.get(name if name == "MESSAGE" else f"RAMAUTH_{name}")
            if pattern is None:
                self.assertIsNone(value, f"{name}; {shown}")
            else:
                self.assertRegex(str(value), f"^(?:{pattern})$", f"{name}; {shown}")

    def ramctl(self, *words, user=None, input=None):
        before = f"setpriv --reuid={user} --regid={user} --init-groups " if user else ""
        return lambda: self.host.run(f"{before}ramctl {' '.join(words)}", input=input, check=False)

    def door(self, door, user, *passwords):
        return lambda: door(self.host, user, *passwords)

    def test_O5_each_thing_is_exactly_one_record(self):
        self.logons()
        self.second_factors()
        self.changes()
        self.administration()
        self.guesses()
        self.refused_session()
        self.revocation()
        self.weak_list()
        self.removal()
        self.assertEqual(set(self.kinds) - self.provoked, NOT_HERE,
                         "expected: a row for each kind of ramd(8)")

    def logons(self):
        for name, door, told in (("ssh", people.ssh_password, SSHD), ("kbdint", people.ssh_kbdint, SSHD),
                                 ("login", people.login, LOGIN)):
            self.expect(f"a logon at {name}", self.door(door, "ann", FIRST),
                        record("logon-allowed", "ann", told), record("session-opened", "ann", told))
            self.expect(f"a wrong password at {name}", self.door(door, "ann", WRONG),
                        record("logon-refused", "ann", told, "AuthenticationFailed"))
        walker = {"SERVICE": "su", "CALLER_UID": str(people.uid_of(self.host, "walker"))}
        self.expect("su by walker", self.door(people.su, "ann", FIRST),
                    record("logon-allowed", "ann", walker), record("session-opened", "ann", walker))
        self.expect("a key", lambda: people.public_key(self.host, "ann"),
                    record("logon-allowed", "ann", {**SSHD, "MESSAGE": ".*: without a password"}),
                    record("session-opened", "ann", SSHD))

    def second_factors(self):
        bound = []
        self.expect("a device", lambda: bound.extend(factors.bind(self.host, "ann", by="root")),
                    record("mfa-device-bound", "ann", ROOT))
        device, _ = bound
        self.expect("a wrong code", lambda: factors.ssh(self.host, "ann", FIRST, device.wrong()),
                    record("logon-refused", "ann", SSHD, "AuthenticationFailed"))
        self.expect("a right code", lambda: factors.ssh(self.host, "ann", FIRST, device.code(1)),
                    record("factor-given", "ann", SSHD), record("logon-allowed", "ann", SSHD),
                    record("session-opened", "ann", SSHD))
        self.expect("a lost device", self.ramctl("mfa unbind ann --yes"),
                    record("mfa-device-unbound", "ann", ROOT))

    def changes(self):
        own = {"SERVICE": "passwd", "CALLER_UID": str(people.uid_of(self.host, "ann"))}
        over_the_bus = {"SERVICE": None, "CALLER_UID": own["CALLER_UID"]}
        self.expect("passwd after a wrong one", self.door(people.passwd, "ann", WRONG, SECOND),
                    record("password-change-refused", "ann", own, "AuthenticationFailed"))
        self.expect("a weak one over the bus",
                    self.ramctl("change-password --password-stdin", user="ann", input=f"{FIRST}\nabc\n"),
                    record("password-change-refused", "ann", over_the_bus,
                           "InvalidParameter.Password.TooWeak"))
        self.expect("passwd", self.door(people.passwd, "ann", FIRST, SECOND),
                    record("password-changed", "ann", own), ended("ann", 0, "password-changed"))

    def guesses(self):
        self.expect("a preference", self.ramctl("preference set MaxIdleDaysForUsers=900"),
                    record("preference-changed", None, ROOT))
        self.expect("a preference that is none", self.ramctl("preference set LoginNetworkMasks=x"),
                    record("manager-refused", None, ROOT, "InvalidParameter.LoginNetworkMasks.Format"))
        self.expect("a lock that is on", self.ramctl("policy set MaxLoginAttempts=1"),
                    record("policy-changed", None, ROOT))
        self.expect("the guess that locks", self.door(people.ssh_password, "ann", WRONG),
                    record("logon-refused", "ann", SSHD, "AuthenticationFailed"),
                    record("profile-locked", "ann", SSHD))
        self.expect("a guess at a lock", self.door(people.ssh_password, "ann", FIRST),
                    record("logon-refused", "ann", SSHD, "AuthenticationFailed"))
        self.expect("the end of it", self.ramctl("unlock ann"), record("profile-unlocked", "ann", ROOT))
        self.expect("a lock that is off", self.ramctl("policy set MaxLoginAttempts=0"),
                    record("policy-changed", None, ROOT))

    def administration(self):
        self.expect("a create", self.ramctl("create eve --generate"), record("profile-created", "eve", ROOT))
        self.expect("a reset", self.ramctl("reset-password ann --password-stdin --reset-required=no",
                                           input=FIRST + "\n"),
                    record("profile-updated", "ann", ROOT), ended("ann", 0, "password-reset"))
        self.expect("an unlock", self.ramctl("unlock ann"), record("profile-unlocked", "ann", ROOT))
        self.expect("a policy", self.ramctl("policy set MinimumPasswordLength=9"),
                    record("policy-changed", None, ROOT))
        self.expect("a policy that is none", self.ramctl("policy set MinimumPasswordLength=900"),
                    record("manager-refused", None, ROOT, "InvalidParameter.MinimumPasswordLength.Range"))
        bob = {**ROOT, "CALLER_UID": str(people.uid_of(self.host, "bob"))}
        self.expect("somebody else's profile", self.ramctl("show ann </dev/null", user="bob"),
                    record("manager-refused", None, bob, "NoPermission"))
        self.expect("a shut-out", self.ramctl("set bob --status=inactive"),
                    record("profile-updated", "bob", ROOT), ended("bob", 0, "inactive"))
        self.expect("a key of who is shut out", lambda: people.public_key(self.host, "bob"),
                    record("logon-refused", "bob", SSHD, "LoginDisabled"))

    def refused_session(self):
        """Between account and session of root's su, dan is shut out."""
        self.host.write("/usr/local/bin/shut-out",
                        "#!/bin/sh\nexec ramctl set \"$PAM_USER\" --status=inactive\n", 0o755)
        self.host.run("cp /etc/pam.d/su /root; sed -i '0,/common-session/s,.*common-session.*,session "
                      "optional pam_exec.so /usr/local/bin/shut-out\\n&,' /etc/pam.d/su")
        told = {"SERVICE": "su", "CALLER_UID": "0"}
        self.expect("a session that is refused", lambda: self.host.run("su dan -c id", check=False),
                    record("logon-allowed", "dan", told), record("profile-updated", "dan", ROOT),
                    ended("dan", 0, "inactive"), record("session-refused", "dan", told, "LoginDisabled"))
        self.host.run("cp /root/su /etc/pam.d/su")

    def revocation(self):
        """Of a session that stands; first without polkit's rule, by which ramd may end it."""
        rule = "/usr/share/polkit-1/rules.d/ramd.rules"
        session = self.host.terminal(*people.ssh_argv("cat", tty=True))
        self.addCleanup(session.close)

        def logs_on():
            session.answer("assword: ", FIRST)
            session.expect(r"\$ ", 20)

        self.expect("cat logs on", logs_on, record("logon-allowed", "cat", SSHD),
                    record("session-opened", "cat", SSHD))
        told = {"SERVICE": "su"}
        self.expect("walker becomes cat", self.walker_becomes_cat,
                    record("logon-allowed", "cat", told), record("session-opened", "cat", told))
        self.host.run(f"mv {rule} /root; systemctl restart polkit")
        self.expect("a revocation that is not permitted", self.ramctl("revoke cat --yes"),
                    record("profile-updated", "cat", {**ROOT, "MESSAGE": ".*: sessions revoked"}),
                    ("sessions-outstanding", {"USER": "cat", "CODE": None, **OF_NO_REQUEST}))
        self.expect("the rule is back",
                    lambda: self.host.run(f"mv /root/ramd.rules {rule}; systemctl restart polkit"),
                    ended("cat", 1, "revoked"),
                    ("logons-left", {"USER": "cat", "CODE": None, **OF_NO_REQUEST,
                                     "MESSAGE": r"Logons run on, .*: su \(process [0-9]+\) let .*"}),
                    within=NOT_PERMITTED)
        self.host.run("pkill -u cat sleep")
        self.eventually(lambda: self.host.run("pgrep -x su", check=False).code == 1, SESSIONS_END,
                        "su ends with its program")

    def walker_becomes_cat(self):
        session = self.host.terminal(*people.ssh_argv("walker", tty=True))
        self.addCleanup(session.close)
        session.answer("assword: ", "Walker-walks-1")
        session.expect(r"\$ ", 20)
        session.type("su cat -c 'echo in-as-cat; exec sleep 86400'")
        session.answer("Password: ", FIRST)
        session.expect("in-as-cat\r", 20)

    def weak_list(self):
        place = "/var/lib/ramd-weak-list/passwords.weak"
        told = {"USER": None, "CODE": None, **OF_NO_REQUEST, "MESSAGE": f".*{place}.*"}
        self.host.run("echo leaked-word >/root/words; ramctl weak-list build /root/words -o /root/list")
        self.expect("what is added", self.ramctl("weak-list add", input="one-more\n"),
                    record("weak-passwords-added", None, ROOT))
        self.expect("a list", lambda: self.host.run(f"cp /root/list {place}.new; "
                                                    f"mv {place}.new {place}"),
                    ("weak-list-loaded", told))
        self.expect("a damaged list", lambda: self.host.run(f"head -c 8000 /root/list >{place}.new; "
                                                            f"mv {place}.new {place}"),
                    ("weak-list-refused", told))

    def removal(self):
        self.expect("a delete", self.ramctl("delete cat --yes"),
                    record("profile-deleted", "cat", ROOT), ended("cat", 0, "deleted"))
        self.expect("userdel", lambda: self.host.run("userdel -rf bob", check=False),
                    record("profile-orphaned", "bob", {}), ended("bob", 0, "orphaned"))


if __name__ == "__main__":
    unittest.main()
