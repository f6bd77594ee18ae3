# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each rule of the policy at each door through which a new password comes."""

import re

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"


class Rules(HostCase):
    """Each test sets what it needs and puts the defaults back."""

    @classmethod
    def prepare(cls, host):
        cls.defaults = host.run("ramctl policy show --json").out
        for user in ("ann", "bob"):
            people.add_user(host, user)

    def setUp(self):
        people.manage(self.host, "ann", FIRST)
        self.addCleanup(self._put_back)

    def _put_back(self):
        self.host.run("ramctl policy preset alibaba-ram --yes && "
                      "ramctl policy set MaximumPasswordLength=128")
        self.host.run("ramctl delete ann --yes", check=False)

    def policy(self, *assignments):
        self.host.run("ramctl policy set " + " ".join(assignments))

    def refused_with(self, new, *patterns, user="ann", present=FIRST):
        """`passwd` by the user: refused, with a line of its own for each broken rule."""
        tried = people.passwd(self.host, user, present, new)
        self.refused(tried, f"{new!r}")
        lines = tried.shown.replace("\r", "").split("\n")
        for pattern in patterns:
            self.assertTrue(any(re.search(pattern, line) for line in lines),
                            f"expected a line like {pattern!r}; {tried}")
        return tried

    def test_every_broken_rule_is_named_at_once_with_its_numbers(self):
        self.policy("MinimumPasswordLength=14", "RequireNumbers=yes", "RequireUppercaseCharacters=yes",
                    "MinimumCharacterClasses=4", "MaximumConsecutiveIdenticalCharacters=2",
                    "PasswordNotContainUserName=yes")
        tried = self.refused_with("xxxxannyy", "at least 14 characters; this has 9", "number",
                                  "uppercase", "4", "2", "user name")
        self.assertNotIn("xxxxannyy", tried.shown, "expected: the password is not repeated")
        done = self.host.run("ramctl reset-password ann --password-stdin", input="xxxxannyy\n",
                             check=False)
        self.assertEqual(done.code, 4, f"expected: exit status 4; {done}")
        self.assertIn("InvalidParameter.Password.TooWeak", done.err)
        self.assertGreaterEqual(len(done.err.strip().split("\n")), 6, str(done))

    def test_a_forced_change_over_ssh_says_each_broken_rule(self):
        self.policy("MinimumPasswordLength=12", "RequireSymbols=yes")
        self.host.run("ramctl reset-password ann --password-stdin", input=SECOND + "\n")
        with self.host.terminal(*people.ssh_argv("ann", method="keyboard-interactive",
                                                 tty=True)) as t:
            t.answer("Password: ", SECOND)
            t.answer("New password: ", "short1")
            t.answer("Retype new password: ", "short1")
            t.expect("12 characters; this has 6", 20)
            t.expect("symbol", 20)
            t.answer("New password: ", "long enough, and more!")
            t.answer("Retype new password: ", "long enough, and more!")
            t.expect(r"\$ ", 30)

    def test_P8_characters_are_counted_after_nfc(self):
        self.policy("MinimumPasswordLength=8")
        self.refused_with("e\u0301" * 7, "at least 8 characters; this has 7")
        self.came_in(people.passwd(self.host, "ann", FIRST, "e\u0301" * 8), "eight composed letters")
        self.came_in(people.ssh_password(self.host, "ann", "\u00e9" * 8), "the same, typed composed")

    def test_P8_passwords_that_differ_at_byte_500_are_different(self):
        self.policy("MaximumPasswordLength=128")
        long = "\U0001f40e" * 125  # 500 bytes
        self.came_in(people.chpasswd(self.host, "ann", long + "a"), "501 bytes")
        self.refused(people.ssh_password(self.host, "ann", long + "b"), "another last byte")
        self.came_in(people.ssh_password(self.host, "ann", long + "a"), "the right one")

    def test_history_holds_for_the_user_and_for_root(self):
        self.policy("PasswordReusePrevention=2")
        for old, new in ((FIRST, SECOND), (SECOND, "Third-password-3")):
            self.came_in(people.passwd(self.host, "ann", old, new), f"{old} to {new}")
        self.refused_with(FIRST, "one of your last 2", present="Third-password-3")
        done = self.host.run("ramctl reset-password ann --password-stdin", input=SECOND + "\n",
                             check=False)
        self.assertEqual(done.code, 4, str(done))
        self.assertIn("ReusePrevention", done.err)
        self.policy("PasswordReusePrevention=0")
        self.policy("PasswordReusePrevention=2")
        self.came_in(people.passwd(self.host, "ann", "Third-password-3", FIRST),
                     "one that was forgotten with the lower number")

    def test_a_young_password_stays(self):
        self.policy("MinimumPasswordAge=60")
        self.refused_with(SECOND, "changed only a short time ago")
        self.host.run("ramctl set ann --reset-required=yes")
        self.came_in(people.passwd(self.host, "ann", FIRST, SECOND), "a change that is demanded")

    def test_changed_characters_are_counted_against_the_present_password(self):
        self.policy("MinimumChangedCharacters=4")
        self.refused_with(FIRST[:-1] + "2", "4 characters")
        self.came_in(people.passwd(self.host, "ann", FIRST, SECOND), "another password")

    def test_a_change_of_the_policy_is_all_or_nothing_and_names_field_and_range(self):
        before = self.host.run("ramctl policy show --json").out
        for wrong, said in (("MaxPasswordAge=1096", "0 and 1095"),
                            ("MinimumPasswordLength=7", "8 and 128"),
                            ("NoSuchField=1", "NoSuchField"),
                            ("HardExpire=7", "HardExpire"),
                            ("MaximumPasswordLength=10 MinimumPasswordLength=12", "MinimumPasswordLength"),
                            ("MaxPasswordAge=1 MinimumPasswordAge=10080", "MinimumPasswordAge")):
            done = self.host.run(f"ramctl policy set RequireNumbers=yes {wrong}", check=False)
            self.assertEqual(done.code, 2, f"expected: {wrong} is refused as usage; {done}")
            self.assertIn(said, done.err, str(done))
            self.assertEqual(self.host.run("ramctl policy show --json").out, before,
                             f"expected: {wrong} changed nothing")
        self.assertEqual(self.host.run("ramctl policy set", check=False).code, 2)

    def test_a_generated_password_meets_every_preset(self):
        names = self.host.run("ramctl policy presets --json").out
        for name in re.findall(r'"Name": *"([^"]+)"', names):
            self.host.run(f"ramctl policy preset {name} --yes")
            self.assertEqual(self.host.run(f"ramctl policy diff {name}", check=False).code, 0, name)
            password = self.host.run("ramctl create bob --generate --reset-required=no").out.strip()
            self.came_in(people.ssh_password(self.host, "bob", password), f"by preset {name}")
            self.host.run("ramctl delete bob --yes")

    def test_max_age_and_hard_expire_count_at_once(self):
        self.policy("MaxPasswordAge=1", "PasswordExpireWarning=2")
        tried = people.ssh_password(self.host, "ann", FIRST)
        self.came_in(tried, "a password that is new")
        self.assertRegex(people.login(self.host, "ann", FIRST).shown, "expires in",
                         "expected: news of the expiry at logon")
