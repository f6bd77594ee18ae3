# SPDX-License-Identifier: LGPL-2.1-or-later
"""R1: ramd killed with SIGKILL while it ends sessions, RAMAUTH_KILLS times at each place (10).
RAMAUTH_KILLS_SEED repeats the moments of a run that failed."""

import time
import unittest

from harness import people, sessions
from harness.kill_case import KillCase, USER

KILLED_LATE = 3  # seconds: also when stubborn processes are killed


class BetweenCommitAndTermination(KillCase):
    def logind_held(self, _number):
        """Nothing can be asked of logind, not even who has sessions."""
        self.open_sessions()
        new, logind = self.new_password(), "$(systemctl show -P MainPID systemd-logind.service)"
        self.host.run(f"kill -STOP {logind}")
        try:
            self.reset(new)
            self.kill()
        finally:
            self.host.run(f"kill -CONT {logind}")
        self.nothing_has_ended()
        self.comes_back()
        self.changed(new)

    def first_termination_held(self, _number):
        """ramd has asked for the first session, and polkit has not answered."""
        self.open_sessions()
        new = self.new_password()
        self.gate.arm(1)
        try:
            self.reset(new)
            self.gate.reached()
            self.nothing_has_ended()
            self.kill()
        finally:
            self.gate.open()
        self.comes_back()
        self.changed(new)

    def nothing_has_ended(self):
        self.assertEqual(sessions.still_there(self.host, self.ending), self.ending,
                         "expected: nothing has ended when ramd is killed")

    def test_R1_ramd_killed_between_commit_and_first_termination(self):
        self.rounds([self.first_termination_held, self.logind_held])


class BetweenTerminations(KillCase):
    def second_termination_held(self, _number):
        """The first session is ending, the second one has been asked for."""
        self.open_sessions()
        new = self.new_password()
        self.gate.arm(2)
        try:
            self.reset(new)
            self.gate.reached()
            self.eventually(lambda: len(sessions.begun_to_end(self.host, self.opened)) == 1, 10,
                            "one session is ending, and no other")
            self.kill()
        finally:
            self.gate.open()
        self.comes_back()
        self.changed(new)

    def own_session_held_back(self, _number):
        """The others are ending, and the one with passwd in it waits for its turn."""
        self.open_sessions(ordinary=1)
        others, new = set(self.opened), self.new_password()
        with self.host.terminal(*people.ssh_argv(USER, method="publickey", tty=True)) as own:
            own.expect(r"\$ ", 20)
            self.opened = sessions.ids(self.host, USER)
            self.before_the_change()
            own.type("passwd")
            own.answer("Current password: ", self.password)
            own.answer("New password: ", new)
            own.answer("Retype new password: ", new)
            until = time.monotonic() + 20
            while not (begun := sessions.begun_to_end(self.host, others)):
                self.assertLess(time.monotonic(), until, f"expected: it ends others; {own.text()}")
                time.sleep(0.001)
            self.kill()
            self.assertEqual(sessions.begun_to_end(self.host, self.opened - others), set(),
                             f"expected: the own session comes last; {begun} had begun to end")
            self.comes_back()
            self.changed(new)

    def test_R1_ramd_killed_between_first_and_second_termination(self):
        self.rounds([self.second_termination_held, self.own_session_held_back])


class AtAnyMoment(KillCase):
    def undisturbed(self):
        """Seconds from the call of a reset until the ordinary sessions have ended."""
        self.open_sessions()
        new, began = self.new_password(), time.monotonic()
        self.reset(new)
        self.eventually(lambda: len(sessions.left_of(self.host, self.opened)) == 1, 15,
                        "two of three sessions end at once")
        took = self.back = time.monotonic()
        self.changed(new)
        return took - began

    def random_moment(self, number):
        """Each fourth late, when what ignores SIGTERM is about to be killed."""
        self.open_sessions()
        new = self.new_password()
        span = KILLED_LATE if number % 4 == 3 else self.span
        after_us = self.random.randrange(int(span * 1e6))
        reset = self.begin_reset(new)
        time.sleep(after_us / 1e6)
        self.kill()
        shown, code = self.ended(reset)
        self.comes_back()
        if code == 0:
            self.changed(new)
        else:
            self.perhaps_changed(new)
        return (f"killed after {after_us} us: {'answered' if code == 0 else shown.strip()}, "
                f"{'changed' if self.password == new else 'not changed'}")

    def test_R1_ramd_killed_at_any_moment_of_a_reset(self):
        self.span = 1.2 * self.undisturbed()
        self.rounds([self.random_moment])


if __name__ == "__main__":
    unittest.main()
