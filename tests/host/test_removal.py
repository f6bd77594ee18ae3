# SPDX-License-Identifier: LGPL-2.1-or-later
"""O7: the module does not go while a stack names it. Such a stack would refuse everybody, root too:
an unknown module is a failure, and the line says default=die."""

import unittest

from harness import people
from harness.case import HostCase

OWN = "Own-password-1"
ROOT = "root-of-all-1"
LINE = "auth [success=ok user_unknown=ignore default=die] pam_ramauth.so quiet"


class RemovalWithLocalChanges(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", OWN)
        host.run("chpasswd", input=f"root:{ROOT}\n")

    def remove(self):
        return self.host.run("DEBIAN_FRONTEND=noninteractive apt-get remove -y libpam-ramauth ramd",
                             check=False, timeout=120)

    def doors_are_open(self, when):
        self.came_in(people.login(self.host, "root", ROOT), f"root {when}")
        self.came_in(people.ssh_password(self.host, "walker", OWN), f"walker {when}")

    def stays(self, named, not_named=()):
        tried = self.remove()
        self.assertNotEqual(tried.code, 0, f"expected: the removal fails; {tried}")
        for file in named:
            self.assertIn(f"libpam-ramauth:   {file}\n", tried.all)
        for file in not_named:
            self.assertNotIn(f"libpam-ramauth:   {file}\n", tried.all)
        self.assertIn("pam-auth-update --force --disable ramauth", tried.all)
        self.host.run("ls /usr/lib/*/security/pam_ramauth.so")
        self.doors_are_open("after a removal that was refused")

    def test_O7_while_a_stack_names_the_module_it_stays(self):
        self.host.run("sed -i '0,/pam_ramauth.so/s/^.*pam_ramauth.so.*/&\\nauth optional pam_echo.so/' "
                      "/etc/pam.d/common-auth")
        self.host.run(f"sed -i '1i{LINE}' /etc/pam.d/sshd; printf '# {LINE}\\n' >/etc/pam.d/remark")
        self.stays(["/etc/pam.d/common-auth", "/etc/pam.d/common-session", "/etc/pam.d/sshd"],
                   ["/etc/pam.d/remark"])

        # As it was told; the copies of before are no stacks.
        self.host.run("DEBIAN_FRONTEND=noninteractive pam-auth-update --force --disable ramauth")
        self.host.run("grep -q pam_ramauth /etc/pam.d/common-auth.pam-old")
        self.stays(["/etc/pam.d/sshd"], ["/etc/pam.d/common-auth", "/etc/pam.d/common-auth.pam-old"])

        self.host.run("sed -i /pam_ramauth/d /etc/pam.d/sshd")
        removed = self.remove()
        self.assertEqual(removed.code, 0, str(removed))
        self.assertNotEqual(self.host.run("ls /usr/lib/*/security/pam_ramauth.so", check=False).code,
                            0, "expected: the module is gone")
        self.doors_are_open("after the removal")


if __name__ == "__main__":
    unittest.main()
