# SPDX-License-Identifier: LGPL-2.1-or-later
"""R2: what no signal ends is reported, and is followed up until it has ended."""

import unittest

from harness.frozen import FrozenFileSystem
from harness.session_case import PATIENCE, SessionsCase

REPORTED = 15 + 10  # seconds; ramd reports what stands after fifteen


class Asleep(SessionsCase):
    slow = True

    def asleep(self, terminal, path):
        """Types a program that sleeps uninterruptibly."""
        terminal.type(f"sh -c 'echo >{path}' &")
        process = self.running(f"sh -c echo >{path}")
        state = f"cut -d' ' -f3 /proc/{process.pid}/stat"
        self.eventually(lambda: self.host.run(state).out == "D\n", PATIENCE, "uninterruptible")
        return process

    def test_R2_uninterruptible_sleep_is_reported_and_followed_up(self):
        user, other = self.person(), self.shell(self.person())
        stays = self.in_background(other)
        with FrozenFileSystem(self.host, "/srv/frozen") as frozen:
            session = self.shell(user)
            obeys, sleeper = self.in_background(session), self.asleep(session, "/srv/frozen/a")
            self.reset(user)
            said = self.said(user, "sessions-outstanding", REPORTED)
            self.assertIn("sessions have not ended yet", said)
            self.assertTrue(self.runs(sleeper) and not self.runs(obeys))
            self.assertEqual(self.listed(user), [sleeper.session])
            self.assertEqual(self.events(user, "sessions-revoked"), [])
            frozen.thaw()
            self.have_ended([sleeper, obeys])
        self.assertRegex(self.said(user, "sessions-revoked"), ": 1 ended, because: password-reset$")
        self.stays(stays)
        self.answers(other)

    def test_R2_no_session_is_called_ended_that_logind_alone_has_given_up(self):
        """systemd gives up a scope that outlives SIGKILL for DefaultTimeoutStopSec (90 s), and
        logind its session; the process is there all the same."""
        self.host.run("mkdir -p /run/systemd/system.conf.d")
        self.host.write("/run/systemd/system.conf.d/stop.conf",
                        "[Manager]\nDefaultTimeoutStopSec=3\n")
        self.addCleanup(self.host.run, "rm /run/systemd/system.conf.d/stop.conf; "
                        "systemctl daemon-reexec")
        self.host.run("systemctl daemon-reexec")
        user = self.person()
        with FrozenFileSystem(self.host, "/srv/given-up") as frozen:
            session = self.shell(user)
            sleeper = self.asleep(session, "/srv/given-up/a")
            self.reset(user)
            self.eventually(lambda: self.listed(user) == [], PATIENCE, "logind has given it up")
            self.assertTrue(self.runs(sleeper), "expected: and it runs all the same")
            self.assertEqual(self.events(user, "sessions-revoked"), [])
            self.said(user, "sessions-outstanding", REPORTED)
            frozen.thaw()
            self.have_ended([sleeper])
        self.said(user, "sessions-revoked")


if __name__ == "__main__":
    unittest.main()
