# SPDX-License-Identifier: LGPL-2.1-or-later
"""R8: a hundred sessions of fifty processes each end in time, and ramd answers meanwhile."""

import threading
import time
import unittest

from harness import case, people, sessions

FIRST, SECOND = "First-password-1", "Second-password-2"
SESSIONS, PROCESSES, STUBBORN_SESSIONS = 100, 50, 10
IN_TIME = 20  # seconds, promised
ANSWER = 5  # seconds, generous: what is asserted is that nobody has to wait for the end of it
ASKED_EVERY = 0.1
MANY = f"for i in $(seq {PROCESSES}); do sleep 86398 & done; wait"
# As nohup and worse: a part of them has to be killed.
STUBBORN = f"trap '' TERM HUP; {MANY}"


class Asked(threading.Thread):
    """Asks ramd for a profile over and over; how long each answer took, the program included."""

    def __init__(self, host):
        super().__init__(daemon=True)
        self.host, self.over = host, threading.Event()
        self.took, self.failed = [], []

    def run(self):
        while not self.over.wait(ASKED_EVERY):
            began = time.monotonic()
            done = self.host.run("ramctl show other", check=False)
            self.took.append(time.monotonic() - began)
            if done.code:
                self.failed.append(str(done))

    def stop(self):
        self.over.set()
        self.join(60)


class ManySessions(case.HostCase):
    slow = True

    @classmethod
    def prepare(cls, host):
        # systemd gives a user a third of what the host may have: not this many on a small machine.
        host.run("mkdir -p /etc/systemd/system/user-.slice.d")
        host.write("/etc/systemd/system/user-.slice.d/99-many.conf",
                   "[Slice]\nTasksMax=infinity\n")
        host.run("systemctl daemon-reload")
        for name in ("crowd", "other"):
            people.add_user(host, name)
            people.manage(host, name, FIRST)
            people.public_key(host, name)

    def test_R8_hundred_sessions_of_fifty_processes_end_while_ramd_answers(self):
        stays = sessions.processes_of(self.host, sessions.open_by_key(
            self.host, "other", [STUBBORN], processes=PROCESSES))
        opened = sessions.open_by_key(
            self.host, "crowd", [MANY] * (SESSIONS - STUBBORN_SESSIONS) +
            [STUBBORN] * STUBBORN_SESSIONS, processes=SESSIONS * PROCESSES)
        ending = sessions.processes_of(self.host, opened)
        self.assertGreater(len(ending), SESSIONS * PROCESSES, "the test's own processes")
        asked = Asked(self.host)
        asked.start()
        self.addCleanup(asked.stop)
        self.host.run("ramctl reset-password crowd --password-stdin --reset-required=no",
                      input=SECOND + "\n")
        began = time.monotonic()
        self.eventually(lambda: not sessions.left_of(self.host, opened), IN_TIME,
                        "no session is left")
        took = time.monotonic() - began
        asked.stop()
        self.assertEqual(sessions.still_there(self.host, ending), set(),
                         "expected: no process is left")
        self.assertEqual(sessions.still_there(self.host, stays), stays,
                         "expected: another user's processes stay")
        self.assertEqual(asked.failed, [], "expected: ramd answers all the time")
        self.assertLess(max(asked.took), ANSWER, "expected: ramd answers soon")
        case.LOGS.mkdir(parents=True, exist_ok=True)
        (case.LOGS / "ManySessions.took").write_text(
            f"{len(ending)} processes in {SESSIONS} sessions ended in {took:.1f} s; "
            f"{len(asked.took)} questions meanwhile, the longest answer {max(asked.took):.2f} s\n")


if __name__ == "__main__":
    unittest.main()
