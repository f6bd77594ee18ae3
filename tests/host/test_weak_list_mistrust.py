# SPDX-License-Identifier: LGPL-2.1-or-later
"""The updater of the weak list and a service with which something is wrong: what is asked again, what
ends the update, and that nothing of it comes into the list."""

from harness.breach_server import Corpus
from harness.update_case import COUNT, UNIT, UpdateCase

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
    "huge": "larger than 1 MiB",
    "empty": "the answer is empty",
    "blank": "no suffix of 35 digits",
    "compressed-and-empty": "the answer is empty",
    "not-modified-unasked": "was not asked so",
}


class Mistrust(UpdateCase):
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
        self.assertEqual(asked["001F8"], 3, "expected: a dropped connection is tried again")
        self.assertEqual(asked["001F9"], 2, "expected: a redirect is followed")
        self.assertEqual(asked["00001"], 1, "expected: what went well is not asked for again")

    def test_each_fault_is_named_in_the_journal(self):
        self.configure(Tries=1)
        for fault, words in PASSING.items():
            with self.subTest(fault=fault):
                self.server.faults = {"00000": [fault]}
                self.failed("range 00000", f"{self.server.url}/range/00000", words, "1 time")

    def test_a_dropped_connection_is_named_in_the_journal(self):
        self.configure(Tries=1)
        self.server.faults["00000"] = ["drop", "drop"]
        self.failed("range 00000", "Empty reply from server", "1 time")

    def test_a_range_that_shrinks_is_not_believed(self):
        self.updated()
        before = self.sum_of_list()
        self.configure(Tries=2)
        self.server.etags["00007"] = '"another"'
        self.server.faults["00007"] = ["shrunk", "shrunk"]
        self.failed("it has 10 entries and had 100", "2 times")
        self.assertEqual(self.sum_of_list(), before)

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

    def test_an_etag_that_lies_in_the_answer_is_found_out_at_once(self):
        prefix = Corpus.prefix_of(self.leaked[1])
        self.updated()
        self.server.corpus.add(self.leaked[1])
        self.server.faults[prefix] = ["not-modified-of-another"]
        self.server.forget()
        self.updated()
        self.assertEqual([entry[1] is None for entry in self.server.asked if entry[0] == prefix],
                         [False, True], "expected: it is asked for again without ETag")
        self.assertIn("of another ETag", self.journal())
        self.ramd_has_the_corpus()

    def test_a_mirror_may_have_nothing_in_a_range(self):
        self.server.corpus.ranges["00001"] = {}
        self.server.corpus.ranges["00002"] = {}
        self.server.faults = {"00001": ["no-content"], "00002": ["padding-alone"]}
        self.updated()
        self.assertEqual(self.server.times_asked()["00001"], 1)
        self.assertEqual(self.server.times_asked()["00002"], 1)
        self.ramd_has_the_corpus()

    def test_a_server_that_answers_as_much_as_it_may_does_not_take_all_memory(self):
        self.configure(Parallel=64)
        self.server.always = "as-much-as-may-be"
        self.failed("more entries than any list could hold")
        result = self.host.run(f"systemctl show {UNIT} -p Result,ExecMainStatus").out
        self.assertEqual(sorted(result.split()), ["ExecMainStatus=69", "Result=exit-code"])


if __name__ == "__main__":
    import unittest
    unittest.main()
