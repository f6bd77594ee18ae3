# SPDX-License-Identifier: LGPL-2.1-or-later
"""The weak-password library: at each door through which a new password comes, and in operation."""

import hashlib
import json

from harness import people
from harness.case import HostCase

LIST = "/var/lib/ramd-weak-list/passwords.weak"
OF_THE_PACKAGE = "/usr/share/ramd/common-passwords.weak"
FIRST = "First-password-1"
LEAKED = "leaked-Word-17"
LEAKED_IN_LOWER_CASE = "leaked-word-23"
SAYS_LEAKED = "list of"


def sha1(word):
    return hashlib.sha1(word.encode()).hexdigest().upper()


class WeakListCase(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "ann")
        words = [f"word-{number}" for number in range(20_000)] + [LEAKED, LEAKED_IN_LOWER_CASE]
        host.write("/root/words", "\n".join(words) + "\n")
        cls.build(host)

    @classmethod
    def build(cls, host, options="/root/words"):
        return host.run(f"ramctl weak-list build {options} -o {LIST}")

    def setUp(self):
        self.usable_with(20_002)
        people.manage(self.host, "ann", FIRST)
        self.addCleanup(self._put_back)

    def _put_back(self):
        self.host.run("ramctl policy set WeakListRequired=no InterceptRiskPasswordOnApi=no")
        self.host.run("ramctl delete ann --yes", check=False)

    def info(self):
        return json.loads(self.host.run("ramctl weak-list status --json", check=False).out)

    def usable_with(self, entries):
        """Waits for the list that ramd is to have picked up by itself."""
        return self.eventually(
            lambda: (i := self.info())["State"] == "usable" and i["Entries"] == entries and i, 10,
            f"a usable list of {entries} entries")

    def weak(self, password):
        done = self.host.run("ramctl weak-list check --password-stdin", input=password + "\n",
                             check=False)
        self.assertIn(done.code, (0, 4), f"expected: an answer; {done}")
        return done.code == 4

    def still(self, password):
        self.came_in(people.ssh_password(self.host, "ann", password), "the present password")


class Doors(WeakListCase):
    def refused_as_leaked(self, tried, what):
        self.refused(tried, what)
        self.assertIn(SAYS_LEAKED, tried.shown, f"expected: why {what} is refused")
        self.assertNotIn(LEAKED, tried.shown.replace("\r", ""), "expected: no password is shown")

    def test_a_users_own_change_is_refused_as_typed_and_in_lower_case(self):
        for new in (LEAKED, LEAKED_IN_LOWER_CASE.upper()):
            self.refused(people.passwd(self.host, "ann", FIRST, new), new)
        self.still(FIRST)
        self.came_in(people.passwd(self.host, "ann", FIRST, "nobody-leaked-This"), "another one")
        self.still("nobody-leaked-This")

    def test_a_change_says_why(self):
        tried = people.passwd(self.host, "ann", FIRST, LEAKED_IN_LOWER_CASE)
        self.refused_as_leaked(tried, "a leaked password")

    def test_roots_passwd_is_refused(self):
        with self.host.terminal("passwd", "ann") as t:
            people.talk(t, {"[Nn]ew password: ": LEAKED})
            self.assertIn(SAYS_LEAKED, t.text())
        self.still(FIRST)

    def test_a_forced_change_over_ssh_asks_again(self):
        self.host.run("ramctl reset-password ann --password-stdin", input="Second-password-2\n")
        with self.host.terminal(*people.ssh_argv("ann", method="keyboard-interactive",
                                                 tty=True)) as t:
            t.answer("Password: ", "Second-password-2")
            t.answer("New password: ", LEAKED)
            t.answer("Retype new password: ", LEAKED)
            t.expect(SAYS_LEAKED, 20)
            t.answer("New password: ", "nobody-leaked-That")
            t.answer("Retype new password: ", "nobody-leaked-That")
            t.expect(r"\$ ", 30)

    def test_a_reset_that_an_administrator_types_is_refused(self):
        with self.host.terminal("ramctl", "reset-password", "ann") as t:
            people.talk(t, {"[Nn]ew password: ": LEAKED})
            self.assertIn("InvalidParameter.RiskPassword.Weak", t.text())
        self.still(FIRST)

    def test_a_program_is_refused_only_where_the_policy_says_so(self):
        reset = "ramctl reset-password ann --password-stdin --reset-required=no"
        self.host.run(reset, input=LEAKED + "\n")
        self.host.run("ramctl policy set InterceptRiskPasswordOnApi=yes")
        done = self.host.run(reset, input=LEAKED_IN_LOWER_CASE + "\n", check=False)
        self.assertEqual(done.code, 4, f"expected: exit status 4; {done}")
        self.assertIn("InvalidParameter.RiskPassword.Weak", done.err)
        self.host.run("ramctl reset-password ann --generate")

    def test_P9_names_of_the_user_and_the_host_are_weak(self):
        self.host.run("ramctl policy set MinimumPasswordLength=8")
        self.host.run("useradd -m annabella; hostname watchtower.example.org")
        self.addCleanup(self.host.run, "ramctl delete annabella --yes; userdel -r annabella",
                        check=False)
        self.host.run("systemctl restart ramd")
        people.manage(self.host, "annabella", FIRST)
        for name in ("annabella", "AnnaBella", "watchtower", "Watchtower.example.ORG"):
            self.refused(people.passwd(self.host, "annabella", FIRST, name), name)


class Operation(WeakListCase):
    def test_what_is_added_counts_within_a_second_and_for_ever(self):
        self.assertFalse(self.weak("our-company-2026"))
        self.host.run("ramctl weak-list add", input="our-company-2026\n")
        self.eventually(lambda: self.weak("our-company-2026"), 1, "the added word is weak")
        self.host.run("systemctl restart ramd")
        self.usable_with(20_002)
        self.assertTrue(self.weak("OUR-COMPANY-2026"), "expected: kept over a restart")
        added = self.info()["Added"]
        self.host.run("ramctl weak-list merge")
        self.usable_with(20_002 + added)
        self.assertEqual(self.info()["Pending"], 0)
        alone = self.host.run(f"ramctl weak-list check --list={LIST} --password-stdin",
                              input="our-company-2026\n", check=False)
        self.assertEqual(alone.code, 4, f"expected: the file alone has it; {alone}")
        self.build(self.host)
        self.assertEqual(self.usable_with(20_002)["Pending"], added)
        self.assertTrue(self.weak("our-company-2026"), "expected: no new file loses it")

    def test_a_file_that_is_replaced_counts_within_a_second(self):
        self.host.write("/root/more", "brand-new-leak\n")
        self.build(self.host, "/root/words /root/more")
        self.eventually(lambda: self.weak("brand-new-leak"), 1, "the new file is asked")
        self.build(self.host)
        self.usable_with(20_002)

    def test_a_file_that_is_damaged_cut_or_newer_is_refused_and_the_old_one_stays(self):
        self.host.run(f"cp {LIST} /root/good")
        for damage in ("printf X | dd of=/root/bad bs=1 seek=5000 conv=notrunc",
                       "truncate -s -1 /root/bad", "truncate -s 4096 /root/bad",
                       r"printf '\002' | dd of=/root/bad bs=1 seek=8 conv=notrunc",
                       ": >/root/bad"):
            with self.subTest(damage):
                self.host.run(f"cp /root/good /root/bad && {damage} && "
                              f"cp /root/bad {LIST}.new && mv {LIST}.new {LIST}")
                info = self.eventually(lambda: (i := self.info())["State"] == "damaged" and i, 10,
                                       "the file is refused")
                self.assertTrue(info["Usable"], f"expected: the old one is still asked; {info}")
                self.assertTrue(self.weak(LEAKED))
                self.assertFalse(self.weak("nobody-leaked-This"))
                status = self.host.run("ramctl status", check=False)
                self.assertEqual(status.code, 1, f"expected: it wants attention; {status}")
                reload = self.host.run("ramctl weak-list reload", check=False)
                self.assertNotEqual(reload.code, 0, f"expected: refused; {reload}")
        self.host.run(f"cp /root/good {LIST}.new && mv {LIST}.new {LIST}; ramctl weak-list reload")
        self.usable_with(20_002)

    def test_a_file_that_is_cut_in_its_place_harms_no_logon(self):
        self.host.run(f"cp {LIST} /root/good; truncate -s 0 {LIST}")
        self.host.run("ramctl weak-list check --password-stdin", input=LEAKED + "\n", check=False)
        self.still(FIRST)
        active = self.host.run("systemctl show -p NRestarts --value ramd").out.strip()
        self.assertEqual(active, "0", "expected: ramd did not end")
        self.host.run(f"cp /root/good {LIST}.new && mv {LIST}.new {LIST}")
        self.usable_with(20_002)

    def test_no_list_is_said_loudly_and_refuses_only_where_it_is_required(self):
        self.host.run(f"mv {LIST} /root/away; mv {OF_THE_PACKAGE} /root/brought; "
                      "systemctl restart ramd")
        try:
            status = self.host.run("ramctl status", check=False)
            self.assertEqual(status.code, 1, f"expected: it wants attention; {status}")
            self.assertIn("weak", status.all)
            journal = self.host.run("journalctl -u ramd -p warning -b --no-pager").out
            self.assertIn(LIST, journal, "expected: a warning that names the file")
            self.came_in(people.passwd(self.host, "ann", FIRST, LEAKED), "a change without a list")
            self.host.run("ramctl policy set WeakListRequired=yes")
            self.refused(people.passwd(self.host, "ann", LEAKED, "nobody-leaked-This"), "required")
            self.still(LEAKED)
        finally:
            self.host.run(f"mv /root/away {LIST}; mv /root/brought {OF_THE_PACKAGE}")
        self.usable_with(20_002)
        self.came_in(people.passwd(self.host, "ann", LEAKED, "nobody-leaked-This"), "with a list")

    def test_a_corpus_out_of_order_is_compiled_within_64_mib(self):
        # Private memory, the stacks of threads included.
        self.host.run("seq -f 'w%.0f' 3000000 | shuf >/root/many", timeout=120)
        self.host.run("ulimit -d 65536; ramctl weak-list build /root/many --bits=18 -o /root/many.weak",
                      timeout=120)
        self.host.run("seq -f 'w%.0f' 3000000 >/root/many; "
                      "ramctl weak-list build /root/many --bits=18 -o /root/again.weak", timeout=120)
        self.host.run("cmp /root/many.weak /root/again.weak")
        some = self.host.run("shuf -n 200 /root/many | "
                             "ramctl weak-list check --list=/root/many.weak --password-stdin",
                             check=False)
        self.assertEqual(some.all.count("weak"), 200, f"expected: every word is found; {some}")
        self.host.run("rm /root/many*")

    def test_the_page_of_the_format_tells_how_to_ask(self):
        page = self.host.run("zcat /usr/share/man/man5/ramauth-weak-list.5.gz").out
        begin = page.index("import hashlib")
        program = page[begin:page.index(".Ed", begin)].replace("\\en", "\\n")
        self.host.write("/root/ask.py", program)
        for word, expected in ((LEAKED, "True"), ("word-19999", "True"), ("word-20000", "False")):
            answer = self.host.run(f"python3 /root/ask.py {LIST}", input=word + "\n").out.strip()
            self.assertEqual(answer, expected, f"expected of {word}")

    def test_no_password_that_was_asked_about_is_left_in_the_journal(self):
        marker = "marker-PASSWORD-4711"
        self.host.run("ramctl weak-list add", input=marker + "\n")
        people.passwd(self.host, "ann", FIRST, marker)
        people.passwd(self.host, "ann", FIRST, marker.upper())
        journal = self.host.run("journalctl --no-pager -o export -b").out
        for form in (marker, marker.upper(), marker.lower(), sha1(marker), sha1(marker.lower())):
            self.assertNotIn(form, journal)


del WeakListCase
