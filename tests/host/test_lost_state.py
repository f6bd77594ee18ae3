# SPDX-License-Identifier: LGPL-2.1-or-later
"""F8: what was lost is never taken for new. A new, empty store would let in, past their profiles,
all whom the lost one kept."""

import unittest

from harness import people
from harness.case import HostCase

OURS = "Profile-password-1"
SHADOW = "From-before-2"
KEY = "/var/lib/ramd-host-key"
STORE = "/var/lib/ramd"
SAY = "journalctl -o cat -u ramd -u ramd-host-key -u ramd-init-store"


class LostStoreAndKey(HostCase):
    slow = True

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "ann", SHADOW)
        people.manage(host, "ann", OURS, "--reset-required=no", "--keep-shadow")
        host.run("systemctl stop ramd.socket ramd.service; "
                 f"mkdir /root/kept; cp -a {STORE} {KEY} /var/lib/ramd-managed /root/kept")

    def setUp(self):
        self.host.run("systemctl stop ramd.socket ramd.service; rm -rf "
                      f"{STORE} {KEY} /var/lib/ramd-managed /run/ramd-restart/*; "
                      "cp -a /root/kept/* /var/lib")

    def refuses(self, sentence):
        self.host.run("systemctl start ramd.socket; systemctl start ramd.service", check=False)
        for password in (OURS, SHADOW):
            self.refused(people.ssh_password(self.host, "ann", password), "ann, who is managed")
        self.assertIn(sentence, self.host.run(SAY).out)
        self.host.run("test -e /var/lib/ramd-managed/ann")
        starts = self.host.run("journalctl -u ramd.service --since -25s -o cat").out
        self.assertLessEqual(starts.count("Main process exited"), 1 + 1,
                             f"expected: not asked more than once in 30 s; {starts}")
        self.assertEqual(self.host.run("systemctl is-active ramd.socket").out.strip(), "active")

    def put_back(self):
        self.host.run("cp -a /root/kept/* /var/lib; systemctl stop ramd.service; "
                      "rm -f /run/ramd-restart/refused; systemctl start ramd.service")
        self.came_in(people.ssh_password(self.host, "ann", OURS), "ann with all put back")

    def test_F8_both_are_lost(self):
        self.host.run(f"rm -rf {STORE}/* {KEY}")
        self.refuses("ramd-host-key: /var/lib/ramd-managed/ann marks an account")
        self.assertEqual(self.host.run(f"ls -A {STORE}").out, "", "expected: no store was made")
        self.assertNotEqual(self.host.run(f"ls {KEY}/host-key.cred", check=False).code, 0)
        self.put_back()

    def test_F8_the_key_is_lost(self):
        self.host.run(f"rm -rf {KEY}/*")
        self.refuses("ramd-host-key: /var/lib/ramd/data.mdb is there")
        self.assertNotEqual(self.host.run(f"ls {KEY}/host-key.cred", check=False).code, 0)
        self.put_back()

    def test_F8_a_request_for_a_store_does_not_replace_a_lost_one(self):
        self.host.run(f"rm -rf {STORE}/*; touch {KEY}/init-store")
        self.refuses("data.mdb: is missing, but /var/lib/ramd-managed names accounts")
        self.assertEqual(self.host.run(f"ls -A {STORE}").out, "", "expected: no store was made")
        self.put_back()

    def test_an_administrator_starts_anew_as_ramd_8_says(self):
        self.host.run(f"rm -rf {STORE}/* {KEY}")
        self.host.run("systemctl stop ramd.socket ramd.service\n"
                      "rm -rf /var/lib/ramd /var/lib/ramd-host-key /var/lib/ramd-managed/*\n"
                      "systemctl start ramd.socket ramd.service")
        status = self.host.run("ramctl status", check=False)
        self.assertEqual(status.code, 0, str(status))
        self.came_in(people.ssh_password(self.host, "ann", SHADOW), "ann, an ordinary account now")
        people.manage(self.host, "ann", OURS)
        self.came_in(people.ssh_password(self.host, "ann", OURS), "ann with a new profile")


if __name__ == "__main__":
    unittest.main()
