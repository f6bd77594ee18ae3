#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How long the sessions of an account outlive the change of its password, among 200 sessions of
others, beside what logind takes to end as many when root asks it to.
usage: bench_revocation.py [ROUNDS-OF-1 ROUNDS-OF-10 ROUNDS-OF-100], by default 20 20 5."""

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from harness import image, people, sessions
from harness.case import packages
from harness.host import Host

USER = "ann"
OTHERS, SESSIONS_OF_EACH = 20, 10
SHELL = "exec bash -i"
PROGRAMS = Path(__file__).with_name("harness")
GONE_WITHIN = 60


class Watch:
    """When each session was gone, in nanoseconds of CLOCK_MONOTONIC."""

    def __init__(self, host):
        self.process = subprocess.Popen(
            [sys.executable, PROGRAMS / "session_watch.py", host.path(sessions.FILES)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "watching\n", "session_watch.py did not start"
        self.gone, self.changed = {}, threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            when, session = line.split()
            with self.changed:
                self.gone[session] = int(when)
                self.changed.notify()

    def close(self):
        self.process.kill()
        self.process.wait()

    def last_of(self, wanted):
        with self.changed:
            if not self.changed.wait_for(lambda: wanted <= self.gone.keys(), GONE_WITHIN):
                raise AssertionError(f"not gone in {GONE_WITHIN} s: {wanted - self.gone.keys()}")
            return max(self.gone[session] for session in wanted)


class Terminator:
    """harness/terminator.py, connected before it is asked."""

    def __init__(self, host):
        directory = os.open(host.path("/run/dbus"), os.O_PATH)
        self.process = subprocess.Popen(
            ["nsenter", "-t", str(host.leader), "-p", "--", sys.executable,
             PROGRAMS / "terminator.py", str(directory)], pass_fds=[directory],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        os.close(directory)

    def close(self):
        self.process.stdin.close()  # it ends with its input
        self.process.wait()

    def end(self, how, wanted):
        self.process.stdin.write(f"{how} {' '.join(wanted)}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


class Bench:
    def __init__(self, host):
        self.host, self.watch, self.terminator = host, Watch(host), Terminator(host)
        self.number = 0
        self.took = {}  # (sessions, what) -> milliseconds

    def prepare(self):
        people.add_user(self.host, USER)
        people.manage(self.host, USER, self.password())
        people.public_key(self.host, USER)
        for number in range(OTHERS):
            people.add_user(self.host, f"other{number}")
            people.public_key(self.host, f"other{number}")
            self.open(f"other{number}", SESSIONS_OF_EACH)

    def password(self):
        return f"Password-number-{self.number}"

    def open(self, user, count):
        """Terminals with a shell at its prompt."""
        return sessions.open_by_key(self.host, user, [SHELL] * count, tty=True, running="bash")

    def rest(self, opened):
        """Until nothing of the sessions has been running for a while."""
        running, quiet = sessions.processes_of(self.host, opened), 0
        while quiet < 5:
            states = {self.host.path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2][1]
                      for process in running}
            quiet = quiet + 1 if states <= {"S"} else 0
            time.sleep(0.05)

    def recorded(self, event):
        """When ramd said so, by the kernel's stamp on its record, in CLOCK_MONOTONIC."""
        behind = time.time_ns() - time.monotonic_ns()
        record = json.loads(self.host.run("journalctl --sync; journalctl -o json -n 1 "
                                          f"RAMAUTH_EVENT={event} RAMAUTH_USER={USER}").out)
        return int(record["_SOURCE_REALTIME_TIMESTAMP"]) * 1000 - behind

    def note(self, count, what, began, ended):
        self.took.setdefault((count, what), []).append((ended - began) / 1e6)

    # --- what is measured -----------------------------------------------------------------------

    def reset(self, count):
        opened = self.open(USER, count)
        self.rest(opened)
        self.number += 1
        self.host.run(f"ramctl reset-password {USER} --password-stdin --reset-required=no",
                      input=self.password() + "\n")
        answered = time.monotonic_ns()
        gone = self.watch.last_of(opened)
        began = self.recorded("profile-updated")
        self.note(count, "reset", began, gone)
        self.note(count, "ramctl ended", began, answered)

    def passwd(self, count):
        others = self.open(USER, count - 1) if count > 1 else set()
        with self.host.terminal(*people.ssh_argv(USER, method="publickey", tty=True)) as own:
            own.expect(r"\$ ", 20)
            of_own = sessions.ids(self.host, USER) - others
            self.rest(others | of_own)
            own.type("passwd")
            own.answer("Current password: ", self.password())
            self.number += 1
            own.answer("New password: ", self.password())
            own.answer("Retype new password: ", self.password())
            gone = self.watch.last_of(of_own)
            began = self.recorded("password-changed")
            self.note(count, "passwd, own", began, gone)
            if others:
                self.note(count, "passwd, others", began, self.watch.last_of(others))

    def one_by_one(self, count):
        self.by_root(count, "one-by-one")

    def at_once(self, count):
        self.by_root(count, "at-once")

    def by_root(self, count, how):
        opened = self.open(USER, count)
        self.rest(opened)
        began = self.terminator.end(how, opened)
        self.note(count, f"logind {how}", began, self.watch.last_of(opened))

    def run(self, rounds):
        self.prepare()
        self.reset(1)  # polkit is started by the first question
        self.took.clear()
        for count, times in rounds.items():
            order = [self.reset, self.passwd, self.one_by_one, self.at_once] * times
            random.shuffle(order)
            for measure in order:
                measure(count)

    def report(self):
        print(f"ms until the last session is gone; {OTHERS * SESSIONS_OF_EACH} sessions of others")
        print(f"{'sessions':>8} {'':20}{'rounds':>6}{'min':>9}{'median':>9}{'p90':>9}{'max':>9}"
              "   median / logind one-by-one")
        for (count, what), took in sorted(self.took.items()):
            took.sort()
            median = statistics.median(took)
            floor = statistics.median(self.took[count, "logind one-by-one"])
            shown = (took[0], median, took[round(0.9 * (len(took) - 1))], took[-1])
            print(f"{count:8} {what:20}{len(took):6}" + "".join(f"{ms:9.1f}" for ms in shown) +
                  f"{median / floor:10.2f}")


def main(*rounds):
    counts = dict(zip((1, 10, 100), map(int, rounds or (20, 20, 5)), strict=True))
    with Host(image.installed(packages())) as host:
        bench = Bench(host)
        try:
            bench.run(counts)
        finally:
            bench.watch.close()
            bench.terminator.close()
        bench.report()


if __name__ == "__main__":
    main(*sys.argv[1:])
