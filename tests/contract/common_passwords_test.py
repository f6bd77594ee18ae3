#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The list that the package brings: always the same bytes, and of use to the default policy.

usage: common_passwords_test.py RAMCTL SCRIPT LIST   (the list as the build made it)"""

import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

RAMCTL, SCRIPT, LIST = sys.argv.pop(1), sys.argv.pop(1), Path(sys.argv.pop(1))
SHORTEST = 8  # characters, of the default policy and of every other one
COMMON = ("password1", "Password1!", "123456789", "qwerty123", "Welcome1", "P@ssw0rd", "iloveyou1",
          "1qaz@WSX", "administrator", "changeme", "Elizabeth", "photography")


def printed_words(seed):
    return subprocess.run([SCRIPT], check=True, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONHASHSEED": seed}).stdout


class CommonPasswords(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="ramauth-common-")
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)

    def built(self, text, like):
        (self.place / "words").write_text(text)
        output = self.place / "list"
        subprocess.run([RAMCTL, "weak-list", "build", self.place / "words", "--format=words",
                        f"--source={like['Source']}", "-o", output], check=True,
                       stdout=subprocess.DEVNULL)
        return output.read_bytes()

    def header(self):
        data = LIST.read_bytes()
        length = int.from_bytes(data[120:124], "little")
        return {"Entries": int.from_bytes(data[16:24], "little"),
                "Source": data[124:124 + length].decode()}

    def test_the_same_words_give_the_same_bytes(self):
        words = printed_words("1")
        self.assertEqual(words, printed_words("2"), "expected: no order of a set in the words")
        lines = words.splitlines(keepends=True)
        random.Random(1).shuffle(lines)
        for text in (words, "".join(lines)):
            self.assertEqual(self.built(text, self.header()), LIST.read_bytes())

    def test_every_word_is_an_entry_and_is_said_where_from(self):
        words = printed_words("1").splitlines()
        self.assertEqual(self.header()["Entries"], len(set(words)))
        self.assertEqual(len(words), len(set(words)))
        self.assertIn("zxcvbn, Django", self.header()["Source"])

    def test_there_are_many_that_a_policy_would_let_through(self):
        words = printed_words("1").splitlines()
        reached = [word for word in words if len(word) >= SHORTEST]
        self.assertGreater(len(reached), 40_000, "expected: most of the lists' long words")
        self.assertEqual([word for word in words if word != word.lower()], [],
                         "expected: lower case, in which every password is asked about too")

    def test_what_everybody_would_try_is_weak(self):
        self.assertEqual(self.weak(COMMON), list(COMMON))
        self.assertEqual(self.weak(["a much better horse", "nobody-leaked-This"]), [])

    def weak(self, words):
        done = subprocess.run([RAMCTL, "weak-list", "check", f"--list={LIST}", "--password-stdin"],
                              input="".join(f"{word}\n" for word in words), text=True,
                              stdout=subprocess.PIPE).stdout
        told = dict(line.split(None, 1) for line in done.splitlines()[1:])
        return [word for number, word in enumerate(words, 1) if told[str(number)].strip() == "weak"]


unittest.main()
