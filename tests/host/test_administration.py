# SPDX-License-Identifier: LGPL-2.1-or-later
"""What administrators do to a host as a whole: many accounts at once."""

import json

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"


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
