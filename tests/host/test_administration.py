# SPDX-License-Identifier: LGPL-2.1-or-later
"""What administrators do to a host as a whole: many accounts at once, the scope of a revocation."""

import json

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"


class ManyAccounts(HostCase):
    FILE = "/root/users.csv"

    @classmethod
    def prepare(cls, host):
        for user in ("ann", "bob", "cat"):
            people.add_user(host, user, FIRST)

    def passwords(self):
        text = self.host.run(f"cat {self.FILE}.passwords").out
        return dict(line.split("\t") for line in text.splitlines())

    def test_each_row_is_done_or_not_and_the_rest_is_done_by_running_it_again(self):
        self.host.path(self.FILE).write_text("user,email,reset-required\nann,ann@example.org,no\n"
                                             "nosuchuser,,no\nbob,ann@example.org,no\ncat,,no\n")
        done = self.host.run(f"ramctl create --from-file {self.FILE} --json", check=False)
        self.assertEqual(done.code, 1, str(done))
        rows = {row["UserName"]: row for row in json.loads(done.out)["Rows"]}
        self.assertEqual(rows["nosuchuser"]["Code"], "EntityNotExist.User", str(done))
        self.assertIn("RecoveryEmail", rows["bob"]["Code"], str(done))
        self.assertEqual(self.host.run(f"stat -c '%a %U' {self.FILE}.passwords").out, "600 root\n")
        for user in ("ann", "cat"):
            self.came_in(people.ssh_password(self.host, user, self.passwords()[user]), user)
            self.refused(people.ssh_password(self.host, user, FIRST), f"{user} as before")
        self.came_in(people.ssh_password(self.host, "bob", FIRST), "bob, whose row was refused")
        self.host.path(self.FILE).write_text("user,reset-required\nann,no\nbob,no\ncat,no\n")
        self.host.run(f"ramctl create --from-file {self.FILE}")
        self.came_in(people.ssh_password(self.host, "bob", self.passwords()["bob"]), "bob")

    def test_a_file_that_does_not_parse_does_nothing_and_names_the_line(self):
        self.host.path("/root/bad.csv").write_text("user,colour\nann,red\n")
        done = self.host.run("ramctl create --from-file /root/bad.csv", check=False)
        self.assertEqual(done.code, 2, str(done))
        self.assertIn("/root/bad.csv:1", done.err)


class Scope(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "ann")
        people.manage(host, "ann", FIRST)
        host.run("loginctl enable-linger ann")

    def runs(self):
        uid = people.uid_of(self.host, "ann")
        state = self.host.run(f"systemctl is-active user@{uid}.service", check=False)
        return state.out.strip() == "active"

    def reset(self, password):
        self.host.run("ramctl reset-password ann --password-stdin --reset-required=no",
                      input=password + "\n")

    def revoked(self):
        out = self.host.run("journalctl -o json RAMAUTH_USER=ann RAMAUTH_EVENT=sessions-revoked").out
        return len(out.splitlines())

    def test_the_user_manager_stays_unless_the_scope_is_the_user(self):
        self.eventually(self.runs, 20, "the user manager that linger starts")
        self.reset(SECOND)
        self.eventually(lambda: self.revoked() == 1, 20, "the first revocation is done")
        self.assertTrue(self.runs(), "expected: programmatic access stays")
        self.host.run("ramctl preference set RevokeScope=user")
        self.reset(FIRST)
        self.eventually(lambda: not self.runs(), 20, "the user manager has ended")
        self.came_in(people.ssh_password(self.host, "ann", FIRST), "a new logon")
