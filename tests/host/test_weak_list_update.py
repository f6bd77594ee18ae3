# SPDX-License-Identifier: LGPL-2.1-or-later
"""The updater of the weak list: the real unit against a service of the test's own, over HTTPS on the
loopback of the host, with everything that can be wrong with it."""

import hashlib
import json
import tempfile
import threading

from harness import people
from harness.breach_server import Authority, BreachServer, Corpus, passwords_in
from harness.case import HostCase

UNIT = "ramd-weak-list-update.service"
TIMER = "ramd-weak-list-update.timer"
LIST = "/var/lib/ramd-weak-list/passwords.weak"
CACHE = "/var/cache/ramd-weak-list"
RANGES = "00000-001FF"  # two packs
COUNT = 512
PER_RANGE = 100

# What a second answer may mend, and what is said of it.
PASSING = {
    "drop-in-the-middle": "bytes remaining to read",
    "length-too-long": "bytes remaining to read",
    "length-too-short": "no suffix of 35 digits",
    "chunks-without-an-end": "outstanding read data",
    "no-length-at-all": "does not say where it ends",
    "compressed-and-cut": "its gzip is cut short",
    "too-many": "answers 429",
    "too-many-until-a-date": "answers 429",
    "unavailable": "answers 503",
    "broken": "answers 500",
    "garbage": "no suffix of 35 digits",
    "falling": "does not ascend",
    "short-suffixes": "no suffix of 35 digits",
    "huge": "larger than 8 MiB",
    "not-modified-unasked": "was not asked so",
}


class UpdateCase(HostCase):
    @classmethod
    def prepare(cls, host):
        place = tempfile.TemporaryDirectory(prefix="ramauth-breach-")
        cls.addClassCleanup(place.cleanup)
        cls.authority = Authority(place.name)
        host.write("/etc/breach-ca.pem", cls.authority.ca.read_text())
        cls.leaked = passwords_in(RANGES, 20)
        people.add_user(host, "walker")

    def setUp(self):
        self.host.run(f"systemctl reset-failed {UNIT}; systemctl clean --what=cache {UNIT}; "
                      f"rm -f {LIST}", check=False)
        self.serve()

    def serve(self):
        self.server = BreachServer(self.authority, self.host.leader, Corpus(PER_RANGE))
        self.addCleanup(self.server.close)
        for password in self.leaked[::2]:
            self.server.corpus.add(password)
        self.configure()

    def configure(self, **more):
        keys = {"Url": self.server.url, "CAFile": "/etc/breach-ca.pem", "Ranges": RANGES,
                "Parallel": 8, **more}
        self.host.write("/etc/ramd-weak-list.conf",
                        "".join(f"{key}={value}\n" for key, value in keys.items()
                                if value is not None))

    def update(self, *options):
        return self.host.run("ramctl weak-list update " + " ".join(options), check=False,
                             timeout=200)

    def updated(self, *options):
        done = self.update(*options)
        self.assertEqual(done.code, 0, f"expected: the list is brought up to date; {done}\n"
                                       f"{self.journal()}")
        return done

    def failed(self, *words):
        done = self.update()
        self.assertEqual(done.code, 8, f"expected: it fails and says so; {done}")
        for word in words:
            self.assertIn(word, done.err, f"expected: it says why; {done}")
        return done

    def journal(self):
        return self.host.run(f"journalctl --no-pager -o cat -u {UNIT}").out

    def sum_of_list(self):
        return self.host.run(f"sha256sum {LIST}").out

    def entries(self):
        return sum(len(self.server.corpus.range(f"{prefix:05X}")) for prefix in range(COUNT))

    def weak(self, password):
        done = self.host.run("ramctl weak-list check --password-stdin", check=False,
                             input=password + "\n")
        self.assertIn(done.code, (0, 4), f"expected: an answer; {done}")
        return done.code == 4

    def ramd_has_the_corpus(self):
        """As many entries as the corpus has, and each password as the corpus has it."""
        def info():
            found = json.loads(self.host.run("ramctl weak-list status --json", check=False).out)
            return found["State"] == "usable" and found["Entries"] == self.entries() and found
        found = self.eventually(info, 20, f"ramd uses a list of {self.entries()} entries")
        for password in self.leaked:
            known = (hashlib.sha1(password.encode()).hexdigest().upper()[5:] in
                     self.server.corpus.range(Corpus.prefix_of(password)))
            self.assertEqual(self.weak(password), known, f"{password}, known: {known}")
        return found


class Update(UpdateCase):
    def test_the_list_is_made_and_ramd_asks_it_and_then_only_what_changed_is_read(self):
        done = self.updated()
        self.assertIn(f"has {self.entries()} entries", done.out)
        info = self.ramd_has_the_corpus()
        self.assertEqual(info["Source"], self.server.url)
        self.assertEqual(self.server.statuses(), {200: COUNT})
        self.server.forget()
        self.assertIn(f"0 fetched, {COUNT} not modified", self.updated().out)
        self.assertEqual(self.server.statuses(), {304: COUNT})
        self.server.forget()
        self.server.corpus.add(self.leaked[1])
        self.server.corpus.remove(self.leaked[0])
        self.updated()
        self.assertEqual(self.server.statuses(),
                         {304: COUNT - len({Corpus.prefix_of(p) for p in self.leaked[:2]}),
                          200: len({Corpus.prefix_of(p) for p in self.leaked[:2]})})
        self.ramd_has_the_corpus()
        files = self.host.run(f"stat -c '%n %a %U' {LIST} {CACHE} {CACHE}/000.pack").out
        self.assertEqual(files.split("\n")[:-1], [f"{LIST} 644 ramd-weak-list",
                                                  f"{CACHE} 700 ramd-weak-list",
                                                  f"{CACHE}/000.pack 600 ramd-weak-list"])

    def test_compressed_answers_are_the_same(self):
        self.server.compress = True
        self.updated()
        self.ramd_has_the_corpus()

    def test_what_goes_wrong_once_is_asked_again_and_nothing_of_it_comes_into_the_list(self):
        for number, fault in enumerate(PASSING):
            self.server.faults[f"{number * 16:05X}"] = [fault]
        self.server.faults["001F8"] = ["drop", "drop"]  # curl(3) itself asks once more
        self.server.faults["001F9"] = ["redirect"]
        self.updated()
        self.ramd_has_the_corpus()
        asked = self.server.times_asked()
        for number, fault in enumerate(PASSING):
            with self.subTest(fault=fault):
                self.assertEqual(asked[f"{number * 16:05X}"], 2)
        self.assertEqual(asked["00001"], 1, "expected: what went well is not asked for again")

    def test_each_fault_is_named_in_the_journal(self):
        self.configure(Tries=1)
        for fault, words in PASSING.items():
            with self.subTest(fault=fault):
                self.server.faults = {"00000": [fault]}
                self.failed("range 00000", f"{self.server.url}/range/00000", words, "1 time")

    def test_a_range_that_shrinks_is_not_believed(self):
        self.updated()
        before = self.sum_of_list()
        self.configure(Tries=2)
        self.server.etags["00007"] = '"another"'
        self.server.faults["00007"] = ["shrunk", "shrunk"]
        self.failed("it has 10 entries and had 100", "2 times")
        self.assertEqual(self.sum_of_list(), before)

    def test_a_killed_update_goes_on_where_it_was(self):
        reached, may_go_on = threading.Event(), threading.Event()

        def hold(prefix):
            if prefix == "00150":
                reached.set()
                may_go_on.wait(60)

        self.addCleanup(may_go_on.set)
        self.server.before_answer = hold
        self.host.run(f"systemctl start --no-block {UNIT}")
        self.assertTrue(reached.wait(60), "expected: the second pack is under way")
        self.eventually(lambda: self.host.run(f"grep -c '^000 ' {CACHE}/run", check=False).out ==
                        "1\n", 30, "the first pack is written down")
        self.host.run(f"systemctl kill --signal=KILL {UNIT}")
        self.eventually(lambda: self.host.run(f"systemctl is-active {UNIT}", check=False).out ==
                        "failed\n", 30, "the update was killed")
        may_go_on.set()
        self.assertEqual(self.host.run(f"test -e {LIST}", check=False).code, 1)
        self.server.before_answer = None
        self.server.forget()
        self.assertIn("256 fetched", self.updated().out)
        self.assertEqual(min(self.server.times_asked()), "00100",
                         "expected: what was in the cache is not asked for again")
        self.assertIn("had dealt with 256 of 512 ranges", self.journal())
        self.ramd_has_the_corpus()

    def test_a_failing_update_leaves_the_list_in_use_and_the_next_one_goes_on(self):
        self.updated()
        self.ramd_has_the_corpus()
        before = self.sum_of_list()
        self.configure(Tries=2)
        self.server.corpus.add(self.leaked[1])
        self.server.faults["001FF"] = ["broken", "broken"]
        self.failed("range 001FF", "answers 500", "2 times", "The list is as it was")
        self.assertEqual(self.sum_of_list(), before)
        info = json.loads(self.host.run("ramctl weak-list status --json").out)
        self.assertEqual(info["State"], "usable")
        self.assertFalse(self.weak(self.leaked[1]))
        self.updated()
        self.ramd_has_the_corpus()

    def test_what_will_not_pass_ends_it_at_once(self):
        for fault, words in (("not-found", "answers 404"),
                             ("redirect-to-plain-http", '"http" not supported')):
            with self.subTest(fault=fault):
                self.server.faults = {"00000": [fault]}
                self.failed("range 00000", words)
        self.server.faults = {}
        self.configure(CAFile=None)
        self.failed("certificate")
        self.configure(Url="http://127.0.0.1")
        self.failed("/etc/ramd-weak-list.conf:1: the value must begin with https://")
        self.configure(Paralel=3)
        self.failed("/etc/ramd-weak-list.conf:5: there is no key of this name")

    def test_a_server_that_is_not_there_is_named(self):
        self.server.close()
        self.configure(Tries=2, Ranges="00000-00003")
        self.failed("Failed to connect")

    def test_a_lying_etag_is_believed_until_a_full_update(self):
        prefix = Corpus.prefix_of(self.leaked[1])
        self.server.etags[prefix] = '"the same for ever"'
        self.updated()
        self.server.corpus.add(self.leaked[1])
        self.updated()
        self.assertFalse(self.weak(self.leaked[1]), "expected: the server said that nothing changed")
        self.server.forget()
        self.updated("--full")
        self.assertEqual(self.server.statuses(), {200: COUNT})
        self.ramd_has_the_corpus()
        self.server.forget()
        self.updated()
        self.assertEqual(self.server.statuses(), {304: COUNT}, "expected: full was for once")

    def test_damage_of_the_cache_is_mended(self):
        self.updated()
        self.host.run(f"truncate -s -100 {CACHE}/001.pack")
        self.server.forget()
        self.updated()
        self.assertEqual(self.server.statuses(), {304: 256, 200: 256})
        self.assertIn("001.pack", self.journal())
        self.ramd_has_the_corpus()

    def test_a_terminal_shows_how_far_it_is(self):
        may_go_on = threading.Event()
        self.addCleanup(may_go_on.set)
        self.server.before_answer = lambda prefix: prefix == "00180" and may_go_on.wait(60)
        with self.host.terminal("ramctl", "weak-list", "update") as t:
            t.expect(r"of 512 ranges, \d+/s", 30)
            may_go_on.set()
            self.assertEqual(t.wait(), 0, t.text())
            self.assertIn(f"has {self.entries()} entries", t.text())


class Unit(UpdateCase):
    def test_it_is_off_after_installation(self):
        self.assertEqual(self.host.run(f"systemctl is-enabled {TIMER}", check=False).out,
                         "disabled\n")
        self.assertEqual(self.host.run(f"systemctl is-active {TIMER}", check=False).out, "inactive\n")
        self.assertEqual(self.host.run(f"systemctl is-enabled {UNIT}", check=False).out, "static\n")
        said = self.host.run("journalctl --quiet --no-pager -t ramd-weak-list-update").out
        self.assertEqual(said, "", "expected: it never ran")

    def test_the_timer_can_be_enabled_and_is_weekly(self):
        self.host.run(f"systemctl enable --now {TIMER}")
        self.addCleanup(self.host.run, f"systemctl disable --now {TIMER}")
        shown = self.host.run(f"systemctl show {TIMER} -p TimersCalendar,Persistent,Unit").out
        self.assertIn("OnCalendar=Mon *-*-* 00:00:00", shown)
        self.assertIn("Persistent=yes", shown)
        self.assertIn(f"Unit={UNIT}", shown)

    def test_exposure_is_at_most_two_points(self):
        shown = self.host.run(f"systemd-analyze --no-pager security {UNIT}", check=False).out
        exposure = float(shown.rsplit("for " + UNIT + ":", 1)[1].split()[0])
        self.assertLessEqual(exposure, 2.0, shown)
        verified = self.host.run(f"systemd-analyze verify --man=no {UNIT} {TIMER}", check=False)
        self.assertNotIn("ramd-weak-list", verified.err)

    def test_only_root_may_start_it(self):
        argv = people.as_user("walker", "ramctl", "weak-list", "update")
        done = self.host.run(" ".join(argv), check=False)
        self.assertEqual(done.code, 6, str(done))
        self.assertEqual(self.server.asked, [])


if __name__ == "__main__":
    import unittest
    unittest.main()
