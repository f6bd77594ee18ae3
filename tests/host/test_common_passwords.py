# SPDX-License-Identifier: LGPL-2.1-or-later
"""The list that the package brings: common passwords are refused on a host that was never on a network
and that nobody has given a list, and nobody's own list is lost for it."""

import json

from harness import people
from harness.case import HostCase, packages

BROUGHT = "/usr/share/ramd/common-passwords.weak"
PLACE = "/var/lib/ramd-weak-list"
LIST = f"{PLACE}/passwords.weak"
HEADER = f"{LIST}.brought"
FIRST = "First-password-1"
# The default policy has nothing against them.
COMMON = ["password1", "Password1!", "123456789", "qwerty123", "Welcome1", "P@ssw0rd",
          "1qaz@WSX", "administrator", "iloveyou1", "photography"]
SAYS_LEAKED = "in the list of"


class CommonPasswords(HostCase):
    def info(self):
        return json.loads(self.host.run("ramctl weak-list status --json", check=False).out)

    def in_use(self, path):
        """Waits until ramd asks the list that lies there too."""
        self.host.run(f"cmp {path} {LIST}")
        wanted = int.from_bytes(self.host.path(path).read_bytes()[16:24], "little")
        return self.eventually(
            lambda: (i := self.info())["State"] == "usable" and i["Entries"] == wanted and i, 10,
            f"the list of {wanted} entries is in use")


class FirstMinute(CommonPasswords):
    @classmethod
    def prepare(cls, host):
        cls.status = host.run("ramctl status", check=False)
        for name in ("ann", "bob"):
            people.add_user(host, name)

    def test_all_is_well_and_the_list_in_use_is_named(self):
        self.assertEqual(self.status.code, 0, str(self.status))
        info = self.in_use(BROUGHT)
        self.assertGreater(info["Entries"], 40_000)
        self.assertEqual(info["Path"], LIST)
        self.assertIn("zxcvbn", info["Source"])
        self.assertIn(f"{info['Entries']:,} entries", self.status.out)
        files = self.host.run(f"stat -c '%n %a %U' {PLACE} {LIST} {BROUGHT}; ls {PLACE}").out
        self.assertEqual(files.split("\n")[:-1], [
            f"{PLACE} 755 ramd-weak-list", f"{LIST} 644 ramd-weak-list", f"{BROUGHT} 644 root",
            "passwords.weak", "passwords.weak.brought"])

    def test_a_users_change_to_a_common_one_is_refused(self):
        people.manage(self.host, "ann", FIRST)
        for new in COMMON:
            with self.subTest(new=new):
                tried = people.passwd(self.host, "ann", FIRST, new)
                self.refused(tried, new)
                self.assertIn(SAYS_LEAKED, tried.shown)
        self.came_in(people.ssh_password(self.host, "ann", FIRST), "the present password")

    def test_a_profile_with_a_common_one_is_refused(self):
        for new in COMMON[:3]:
            with self.host.terminal("ramctl", "create", "bob") as t:
                people.talk(t, {"[Nn]ew password: ": new})
                self.assertIn("InvalidParameter.RiskPassword.Weak", t.text())
        self.assertEqual(self.host.run("ramctl show bob", check=False).code, 3)


class Upgrade(CommonPasswords):
    @classmethod
    def prepare(cls, host):
        host.run(f"cp {BROUGHT} /root/newest; "
                 f"echo tick-tack-toe >/root/words; ramctl weak-list build /root/words -o /root/older; "
                 f"echo mine-alone >/root/words; ramctl weak-list build /root/words -o /root/mine")

    def setUp(self):
        self.host.run(f"rm -rf {LIST} {HEADER}; systemctl restart ramd")
        self.in_use(BROUGHT)

    def brings(self, path):
        """A package with another list than the one before: dpkg renames it to its place."""
        self.host.run(f"cp {path} {BROUGHT}.dpkg-new; mv {BROUGHT}.dpkg-new {BROUGHT}")

    def upgrade(self):
        names = " ".join(f"/opt/debs/{deb.name}" for deb in packages())
        self.host.run(f"DEBIAN_FRONTEND=noninteractive apt-get install -y --reinstall {names}",
                      timeout=120)
        self.host.run(f"cmp {BROUGHT} /root/newest")

    def test_the_list_of_an_older_package_is_renewed(self):
        self.brings("/root/older")
        self.host.run("systemctl restart ramd")
        self.in_use("/root/older")
        self.upgrade()
        self.in_use("/root/newest")

    def test_an_administrators_list_stays(self):
        self.host.run(f"cp /root/mine {LIST}.new; mv {LIST}.new {LIST}")
        self.in_use("/root/mine")
        self.brings("/root/older")
        self.upgrade()
        self.in_use("/root/mine")

    def test_a_merged_list_stays(self):
        self.host.run("ramctl weak-list add", input="our-company-2026\n")
        self.host.run(f"ramctl weak-list merge; cp {LIST} /root/merged")
        self.assertNotEqual(self.host.run(f"cmp {LIST} {BROUGHT}", check=False).code, 0)
        self.brings("/root/older")
        self.upgrade()
        self.in_use("/root/merged")

    def test_a_link_in_its_place_leads_nowhere(self):
        self.host.run(f"cp /root/mine /root/target; systemctl stop ramd; rm {LIST}; "
                      f"ln -s /root/target {LIST}; systemctl start ramd")
        self.assertEqual(self.host.run(f"readlink {LIST}").out, "/root/target\n")
        self.host.run("cmp /root/mine /root/target")
        self.assertEqual(self.host.run("ramctl status", check=False).code, 1,
                         "expected: it is no list, and that is said")

    def test_it_is_there_again_after_var_was_emptied(self):
        self.host.run(f"systemctl stop ramd; rm -rf {PLACE}; systemctl start ramd")
        self.in_use(BROUGHT)
        self.assertEqual(self.host.run("ramctl status", check=False).code, 0)


class Purge(CommonPasswords):
    def purged(self):
        self.host.run("DEBIAN_FRONTEND=noninteractive apt-get purge -y libpam-ramauth ramd",
                      timeout=120)
        return self.host.run(f"ls -d {PLACE} {LIST}", check=False).out.split()

    def test_the_packages_list_goes_and_an_administrators_stays(self):
        self.assertEqual(self.purged(), [])
        self.host.run("DEBIAN_FRONTEND=noninteractive apt-get install -y /opt/debs/*.deb",
                      timeout=120)
        self.in_use(BROUGHT)
        self.host.run(f"echo mine-alone >/root/words; ramctl weak-list build /root/words -o {LIST}")
        self.assertEqual(self.purged(), [PLACE, LIST])


del CommonPasswords
