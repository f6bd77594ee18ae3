# SPDX-License-Identifier: LGPL-2.1-or-later
"""Passwords that are nothing but a name: of the account, of the host, of the profile's contact."""

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SAYS_NAME = "little more than a name"


class NamesAsPasswords(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "annabella")
        # What cis-debian and pci-dss-4 would ask for, so that only the names are in the way.
        host.run("ramctl policy set MinimumPasswordLength=10 RequireLowercaseCharacters=yes "
                 "RequireUppercaseCharacters=yes RequireNumbers=yes RequireSymbols=yes")

    def setUp(self):
        people.manage(self.host, "annabella", FIRST, "--reset-required=no",
                      "--email=stormy.petrel@seabirds.example", "--mobile='+49 170 7654321'")
        self.addCleanup(self.host.run, "ramctl delete annabella --yes")

    def refused_as_name(self, new):
        tried = people.passwd(self.host, "annabella", FIRST, new)
        self.refused(tried, new)
        self.assertIn(SAYS_NAME, " ".join(tried.shown.split()), f"expected: why {new} is refused")

    def accepted(self, new):
        self.came_in(people.passwd(self.host, "annabella", FIRST, new), new)
        self.host.run("ramctl reset-password annabella --password-stdin --reset-required=no",
                      input=FIRST + "-again\n")
        self.host.run("ramctl reset-password annabella --password-stdin --reset-required=no",
                      input=FIRST + "\n")

    def test_P9_the_users_name_in_the_spellings_of_people_is_refused(self):
        for new in ("allebannA2024!", "4nn@B3lla-2024"):
            self.refused_as_name(new)
        self.accepted("Annabella-rows-2-islands")

    def test_P9_the_contact_in_the_spellings_of_people_is_refused(self):
        for new in ("St0rmy.Petrel!", "lerteP-2024"):
            self.refused_as_name(new)
        self.host.run("ramctl set annabella --email=razor.bill@example.net --mobile=")
        self.refused_as_name("R4zor-Bill-2024")
        self.accepted("St0rmy.Petrel!")

    def test_P9_the_contacts_number_is_refused(self):
        self.host.run("ramctl policy set RequireLowercaseCharacters=no RequireUppercaseCharacters=no")
        self.addCleanup(self.host.run, "ramctl policy set RequireLowercaseCharacters=yes "
                                       "RequireUppercaseCharacters=yes")
        for new in ("0170/7654321", "!+491707654321"):
            self.refused_as_name(new)

    def test_P9_a_new_name_of_the_host_counts_at_once(self):
        before = self.host.run("cat /etc/hostname").out.strip()
        started = self.host.run("systemctl show -p ExecMainPID --value ramd").out
        self.accepted("Watchtower-2024!")
        self.host.run("hostnamectl set-hostname watchtower.harbours.test")
        self.addCleanup(self.host.run, f"hostnamectl set-hostname {before}")
        self.refused_as_name("Watchtower-2024!")
        self.refused_as_name("H4rbours-2024")
        self.host.run("cp /etc/hosts /root/hosts; "
                      "echo '192.0.2.7 watchtower.lighthouses.example' >>/etc/hosts")
        self.addCleanup(self.host.run, "cp /root/hosts /etc/hosts")
        self.refused_as_name("L1ghthouses-24")
        self.assertEqual(self.host.run("systemctl show -p ExecMainPID --value ramd").out, started,
                         "expected: the same ramd all the time")

    def test_a_program_sets_a_name_unless_the_policy_says_otherwise(self):
        reset = "ramctl reset-password annabella --password-stdin --reset-required=no"
        self.host.run(reset, input="Annabella-2024!\n")
        self.host.run("ramctl policy set InterceptRiskPasswordOnApi=yes")
        self.addCleanup(self.host.run, "ramctl policy set InterceptRiskPasswordOnApi=no")
        done = self.host.run(reset, input="Allebanna-2024!\n", check=False)
        self.assertEqual(done.code, 4, f"expected: exit status 4; {done}")
        self.assertIn("InvalidParameter.RiskPassword.Weak", done.err)
        self.host.run("ramctl reset-password annabella --generate")
