#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""systemd/ramd-default-weak-list: what it puts in its place, what it leaves alone, and that it may
be killed at every step.

usage: default_weak_list_test.py RAMCTL SCRIPT"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

RAMCTL, SCRIPT = sys.argv.pop(1), sys.argv.pop(1)
STEPS = ("cmp", "rm", "cp", "head", "sync", "mv", "ln")  # the programs that it runs


class DefaultWeakList(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="ramauth-default-list-")
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)
        self.brought = self.place / "common.weak"
        self.start_again()

    def start_again(self):
        self.directory = Path(tempfile.mkdtemp(dir=self.place))
        self.list = self.directory / "passwords.weak"

    def make(self, path, words, source="of the package"):
        (self.place / "words").write_text("".join(f"{word}\n" for word in words))
        subprocess.run([RAMCTL, "weak-list", "build", self.place / "words", "-o", path,
                        f"--source={source}"], check=True, stdout=subprocess.DEVNULL)
        return path.read_bytes()

    def bring(self, *words):
        self.brought.unlink(missing_ok=True)
        return self.make(self.brought, words)

    def run_it(self, environment=None):
        return subprocess.run([SCRIPT, self.brought, self.directory], env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def put(self):
        done = self.run_it()
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        return self.list.read_bytes()

    def names(self):
        return sorted(os.listdir(self.directory))

    def test_where_there_is_none_it_is_put(self):
        brought = self.bring("one", "two")
        self.assertEqual(self.put(), brought)
        self.assertEqual(self.list.stat().st_mode & 0o777, 0o644)
        self.assertEqual(self.list.stat().st_nlink, 1)
        self.assertEqual(self.names(), ["passwords.weak", "passwords.weak.brought"])
        before = self.list.stat()
        self.put()
        self.assertEqual(self.list.stat(), before, "expected: nothing to do")

    def test_a_newer_one_takes_the_place_of_an_older_one(self):
        self.bring("one", "two")
        self.put()
        newer = self.bring("one", "two", "three")
        self.assertEqual(self.put(), newer)
        self.assertEqual(self.put(), newer)
        self.assertEqual(self.put(), newer)

    def test_one_that_was_removed_is_put_again(self):
        brought = self.bring("one")
        self.put()
        self.list.unlink()
        said = self.run_it().stdout
        self.assertIn(f"<4>{self.list} is gone;", said, "expected: a warning for the journal")
        self.assertEqual(self.list.read_bytes(), brought)
        self.assertEqual(self.put(), brought, "expected: nothing more to say")

    def test_somebody_elses_is_left_alone(self):
        self.bring("one", "two")
        for before in (False, True):
            for source in ("of the package", "of somebody"):
                with self.subTest(before=before, source=source):
                    self.start_again()
                    self.bring("one", "two")
                    if before:
                        self.put()
                    theirs = self.make(self.list, ["one", "two", "and what was merged"], source)
                    self.assertEqual(self.put(), theirs)
                    self.bring("something", "else")
                    self.assertEqual(self.put(), theirs)

    def test_one_that_was_written_into_the_same_file_is_left_alone(self):
        self.bring("one", "two")
        self.put()
        theirs = self.make(self.place / "theirs", ["their", "own"])
        self.list.write_bytes(theirs)
        self.bring("something", "else")
        self.assertEqual(self.put(), theirs)

    def test_ours_that_was_damaged_is_mended(self):
        brought = self.bring("one", "two")
        self.put()
        self.list.write_bytes(brought[:4500] + b"X" + brought[4501:])
        self.assertEqual(self.put(), brought)

    def test_a_link_is_left_alone_and_nothing_is_written_through_it(self):
        target = self.place / "target"
        for what in ("missing", "empty", "ours"):
            with self.subTest(target=what):
                self.start_again()
                brought = self.bring("one", "two")
                target.unlink(missing_ok=True)
                if what != "missing":
                    target.write_bytes(brought if what == "ours" else b"")
                content = target.read_bytes() if target.exists() else None
                self.put_beside_links(target)
                self.assertEqual(os.readlink(self.list), str(target))
                self.assertEqual(target.read_bytes() if target.exists() else None, content)

    def put_beside_links(self, target):
        """Every name that it writes under is a link already."""
        for name in ("", ".brought", ".brought.new", ".new-brought"):
            os.symlink(target, f"{self.list}{name}")
        self.assertEqual(self.run_it().returncode, 0)

    def test_a_directory_is_left_alone(self):
        self.bring("one")
        self.list.mkdir()
        self.assertEqual(self.run_it().returncode, 0)
        self.assertEqual(list(self.list.iterdir()), [])

    def killed_at(self, step):
        """Runs it with programs in front of the real ones that count, and kill it at the step."""
        shims = self.place / "shims"
        shims.mkdir(exist_ok=True)
        counter = self.place / "steps"
        counter.write_text("")
        for program in STEPS:
            shim = shims / program
            shim.write_text(f'#!/bin/sh\nprintf x >>{counter}\n'
                            f'[ "$(stat -c %s {counter})" -lt {step} ] || kill -KILL $PPID\n'
                            f'exec /usr/bin/{program} "$@"\n')
            shim.chmod(0o755)
        done = self.run_it({"PATH": f"{shims}:/usr/bin:/bin"})
        return done.returncode < 0

    def test_a_kill_at_every_step_leaves_a_whole_list_and_the_next_run_goes_on(self):
        for older in (None, ("one", "two")):
            step = 1
            while self.one_kill(older, step):
                step += 1
            self.assertGreater(step, 8, "expected: killed at each of its steps")

    def one_kill(self, older, step):
        self.start_again()
        allowed = set()
        if older:
            allowed.add(self.bring(*older))
            self.put()
        newer = self.bring("one", "two", "three")
        was_killed = self.killed_at(step)
        if older or self.list.exists():
            self.assertIn(self.list.read_bytes(), allowed | {newer}, f"killed at step {step}")
        self.assertEqual(self.put(), newer, f"after a kill at step {step}")
        self.assertEqual(self.names(), ["passwords.weak", "passwords.weak.brought"])
        newest = self.bring("four")
        self.assertEqual(self.put(), newest, f"it is known as ours after a kill at step {step}")
        return was_killed


unittest.main()
