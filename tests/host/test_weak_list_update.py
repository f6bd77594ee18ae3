# SPDX-License-Identifier: LGPL-2.1-or-later
"""The updater of the weak list: what it makes, what it asks for the next time, and how it goes on
where it was ended. What it does not believe: test_weak_list_mistrust."""

import json
import threading

from harness import people
from harness.breach_server import Corpus
from harness.update_case import CACHE, COUNT, LIST, UNIT, UpdateCase

TIMER = "ramd-weak-list-update.timer"


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
