# SPDX-License-Identifier: LGPL-2.1-or-later
"""Base of the tests of the weak list's updater: its real unit on a booted host, against a service of
the test's own, over HTTPS on the loopback of the host."""

import hashlib
import json
import tempfile

from harness import people
from harness.breach_server import Authority, BreachServer, Corpus, passwords_in
from harness.case import HostCase

UNIT = "ramd-weak-list-update.service"
LIST = "/var/lib/ramd-weak-list/passwords.weak"
CACHE = "/var/cache/ramd-weak-list"
RANGES = "00000-001FF"  # two packs
COUNT = 512
PER_RANGE = 100


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
