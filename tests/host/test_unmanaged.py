# SPDX-License-Identifier: LGPL-2.1-or-later
"""Accounts without a login profile: everything is as it was before the installation."""

import unittest

from harness import people
from harness.case import HostCase
from harness.image import LATER_DIR

OWN = "Old-one-4711"
NEW = "Brand-new-0815"


class Unmanaged(HostCase):
    """What the classes below have in common."""

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", OWN)
        host.run("chpasswd", input="root:root-of-all-1\n")

    def account(self, name):
        people.add_user(self.host, name, OWN, "sudo")
        return name

    def every_door(self, user):
        for door in (people.ssh_password, people.ssh_kbdint, people.login, people.su, people.sudo):
            with self.subTest(door=door.__name__):
                self.came_in(door(self.host, user, OWN), f"{user} with the own password")
                self.refused(door(self.host, user, "Wrong-one-1"), f"{user} with a wrong password")
        for door in (people.cron, people.user_manager):
            with self.subTest(door=door.__name__):
                self.came_in(door(self.host, user), f"a program of {user}")

    def changes(self, user):
        tried = people.passwd(self.host, user, OWN, NEW)
        self.came_in(tried, f"passwd of {user}")
        self.came_in(people.ssh_password(self.host, user, NEW), f"{user} with the new password")
        self.came_in(people.chpasswd(self.host, user, OWN), f"chpasswd of {user}")
        self.came_in(people.ssh_password(self.host, user, OWN), f"{user} after chpasswd")


class UnmanagedAndRamdThere(Unmanaged):
    def test_F5_every_door_is_as_before(self):
        self.every_door(self.account("una"))

    def test_F5_passwd_and_chpasswd_work(self):
        self.changes(self.account("unb"))

    def test_passwd_refuses_a_wrong_present_password(self):
        user = self.account("une")
        self.refused(people.passwd(self.host, user, "Wrong-one-1", NEW), "passwd after a wrong one")
        self.came_in(people.ssh_password(self.host, user, OWN), f"{user} with the unchanged one")


class UnmanagedAndRamdDown(Unmanaged):
    def test_F5_all_of_it_while_ramd_is_down(self):
        user = self.account("unc")
        self.host.run("systemctl stop ramd.socket ramd.service")
        try:
            self.every_door(user)
            self.changes(user)
        finally:
            self.host.run("systemctl start ramd.socket ramd.service")


class UnmanagedAndRamdHung(Unmanaged):
    def test_F5_all_of_it_while_ramd_hangs(self):
        user = self.account("und")
        self.host.run("systemctl kill -s STOP ramd.service")
        try:
            self.every_door(user)
            self.changes(user)
        finally:
            self.host.run("systemctl kill -s CONT ramd.service")


class UnmanagedWithPwquality(HostCase):
    """libpam-pwquality asks for the new password in our place."""

    slow = True

    @classmethod
    def prepare(cls, host):
        host.run(f"DEBIAN_FRONTEND=noninteractive dpkg -i {LATER_DIR}/*.deb", timeout=120)
        people.add_user(host, "unq", "Trombone#Kestrel71")

    def test_F5_passwd_and_chpasswd_work_behind_pwquality(self):
        common = self.host.run("cat /etc/pam.d/common-password").out
        self.assertIn("pam_pwquality", common)
        self.came_in(people.passwd(self.host, "unq", "Trombone#Kestrel71", "Velvet!Quarry88"),
                     "passwd of an unmanaged user behind pam_pwquality")
        self.came_in(people.ssh_password(self.host, "unq", "Velvet!Quarry88"), "the new password")
        self.came_in(people.chpasswd(self.host, "unq", "Mango%Lattice93"), "chpasswd")
        self.came_in(people.ssh_password(self.host, "unq", "Mango%Lattice93"), "that one")

    def test_M13_passwd_of_a_managed_user_behind_pwquality(self):
        people.add_user(self.host, "unm")
        people.manage(self.host, "unm", "Trombone#Kestrel71")
        self.came_in(people.passwd(self.host, "unm", "Trombone#Kestrel71", "Velvet!Quarry88"),
                     "passwd of a managed user behind pam_pwquality")
        self.came_in(people.ssh_kbdint(self.host, "unm", "Velvet!Quarry88"), "the new password")
        self.refused(people.ssh_kbdint(self.host, "unm", "Trombone#Kestrel71"), "the old one")

    def test_pwquality_still_refuses_what_it_refused(self):
        people.add_user(self.host, "unr", "Trombone#Kestrel71")
        self.refused(people.passwd(self.host, "unr", "Trombone#Kestrel71", "abc"), "a bad password")


if __name__ == "__main__":
    unittest.main()
