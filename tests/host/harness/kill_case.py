# SPDX-License-Identifier: LGPL-2.1-or-later
"""Base of the tests that kill ramd while a change of a password ends sessions: an account with
sessions that must end and services that must stay, a bystander, and what must hold after a kill."""

import os
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from . import case, people, sessions
from .polkit_gate import PolkitGate

USER, BYSTANDER = "kay", "bea"
STARTS_WITHIN = 20  # seconds
SESSIONS_END = 15  # seconds from ramd's being back
ROUNDS = int(os.environ.get("RAMAUTH_KILLS", 10))
SEED = int(os.environ.get("RAMAUTH_KILLS_SEED") or random.randrange(2**32))
ORDINARY = "exec sleep 86396"
STUBBORN = "(trap '' TERM HUP; exec sleep 86397) & exec sleep 86398"
LINGERING = """[Service]
ExecStart=/bin/sleep 86399
[Install]
WantedBy=default.target
"""


class KillCase(case.HostCase):
    slow = True
    refusal = None  # a try with the password of before, under way

    @classmethod
    def prepare(cls, host):
        host.write("/etc/systemd/user/stays.service", LINGERING)
        host.run("systemctl --global enable --quiet stays.service")
        for name in (USER, BYSTANDER):
            people.add_user(host, name)
            people.public_key(host, name)
        cls.password, cls.changes = "Password-number-0", 0
        people.manage(host, USER, cls.password)
        cls.gate = PolkitGate(host)
        cls.random = random.Random(SEED)
        cls.pool = ThreadPoolExecutor(3)
        cls.addClassCleanup(cls.pool.shutdown)
        host.run(f"loginctl enable-linger {USER}")
        of_bystander = sessions.open_by_key(host, BYSTANDER, [STUBBORN, ORDINARY], processes=3)
        cls.staying = sessions.processes_of(host, of_bystander) | {cls.lingering(host)}
        cls.ramd = cls.other_ramd(host, None)

    @staticmethod
    def waited(question, expected):
        until = time.monotonic() + STARTS_WITHIN
        while not (answer := question()):
            if time.monotonic() > until:
                raise AssertionError(f"expected within {STARTS_WITHIN} s: {expected}")
        return answer

    @classmethod
    def lingering(cls, host):
        pid = cls.waited(lambda: host.run(f"pgrep -u {USER} -f 'sleep 86399'", check=False).out,
                         "the test's own linger service starts")
        return sessions.process_of(host, int(pid))

    @classmethod
    def other_ramd(cls, host, before):
        """A ready one; its pid, as this machine counts."""
        return cls.waited(lambda: (pid := cls.main_pid(host)) != before and pid,
                          "systemd starts ramd")

    @staticmethod
    def main_pid(host):
        """None while it is not ready, or has just died."""
        shown = host.run("systemctl show -p ActiveState -p MainPID ramd.service").out.split()
        has = dict(line.split("=") for line in shown)
        try:
            return host.outside_pid(int(has["MainPID"])) if has["ActiveState"] == "active" else None
        except ValueError:
            return None

    # --- a round --------------------------------------------------------------------------------

    def open_sessions(self, ordinary=2):
        """What must end."""
        self.eventually(lambda: not sessions.ids(self.host, USER), SESSIONS_END,
                        "no session is left of the round before")
        self.opened = sessions.open_by_key(self.host, USER, [STUBBORN] + [ORDINARY] * ordinary,
                                           processes=2 + ordinary)

    def new_password(self):
        type(self).changes += 1
        return f"Password-number-{self.changes}"

    def before_the_change(self):
        self.ending = sessions.processes_of(self.host, self.opened)
        self.assertEqual(sessions.begun_to_end(self.host, self.opened), set(),
                         "expected: what was opened after the last change is still there")

    def begin_reset(self, new):
        """Root's, which is under way when this returns."""
        self.before_the_change()
        reset = subprocess.Popen(
            self.host.enter_argv("ramctl", "reset-password", USER, "--password-stdin",
                                 "--reset-required=no"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        reset.stdin.write(new + "\n")
        reset.stdin.flush()
        return reset

    def reset(self, new):
        shown, code = self.ended(self.begin_reset(new))
        self.assertEqual(code, 0, f"expected: the reset is answered; {shown}")

    @staticmethod
    def ended(reset):
        shown, _ = reset.communicate(timeout=60)
        return shown, reset.returncode

    def kill(self):
        os.kill(self.ramd, signal.SIGKILL)

    def comes_back(self):
        type(self).ramd = self.other_ramd(self.host, self.ramd)
        self.back = time.monotonic()

    # --- what must hold afterwards --------------------------------------------------------------

    def all_end(self):
        in_time = self.back + SESSIONS_END - time.monotonic()
        self.eventually(lambda: not sessions.still_there(self.host, self.ending), in_time,
                        "every process of the sessions is gone")
        self.eventually(lambda: not sessions.left_of(self.host, self.opened), in_time,
                        "every session is gone")

    def nothing_ends(self):
        self.assertEqual(sessions.still_there(self.host, self.ending), self.ending,
                         "expected: the change was not made, so nothing ends")
        self.host.run(f"loginctl kill-session --signal=KILL {' '.join(self.opened)}")

    def try_logon(self, password):
        return self.pool.submit(people.ssh_password, self.host, USER, password)

    def changed(self, new):
        """What was answered is in force. A refusal takes seconds: it is waited for a round
        later."""
        with_new, with_old = self.try_logon(new), self.try_logon(self.password)
        self.all_end()
        self.came_in(with_new.result(), "the new password")
        self.refused_since()
        self.refusal = with_old
        type(self).password = new

    def refused_since(self):
        if self.refusal:
            self.refused(self.refusal.result(), "the old password")
        self.refusal = None

    def perhaps_changed(self, new):
        """What was not answered was done as a whole or not at all."""
        tried = [one.result() for one in (self.try_logon(new), self.try_logon(self.password))]
        self.assertEqual(sorted(map(bool, tried)), [False, True],
                         f"expected: one of them lets in: the new password {tried[0]}\n"
                         f"the old one {tried[1]}")
        if not tried[0]:
            return self.nothing_ends()
        type(self).password = new
        return self.all_end()

    def others_stay(self):
        self.assertEqual(sessions.still_there(self.host, self.staying), self.staying,
                         "expected: another user's sessions and linger services stay")

    def rounds(self, of_kinds):
        """ROUNDS rounds, of each kind in turn; of each a line in the log of the class."""
        case.LOGS.mkdir(parents=True, exist_ok=True)
        with open(case.LOGS / f"{type(self).__name__}.rounds", "w", encoding="utf-8") as log:
            for number in range(ROUNDS):
                kind, began = of_kinds[number % len(of_kinds)], time.monotonic()
                where = f"round {number}, {kind.__name__}"
                try:
                    said = kind(number) or ""
                    self.others_stay()
                except AssertionError as failed:
                    raise AssertionError(f"{where} (RAMAUTH_KILLS_SEED={SEED}): {failed}") from None
                print(f"{where}: {time.monotonic() - began:.1f} s {said}", file=log, flush=True)
        self.refused_since()
