# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sessions, and the processes in them: base of the tests of what ends and what stays.

A process is its pid and its start together, so that none is taken for another one with its number.
Processes are read from the host's /proc by this machine: that needs no logind and starts nothing.
"""

import itertools
import re
import time
from typing import NamedTuple

from . import people
from .case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"
SESSIONS_END = 15
FIRST_SWEEP = 6  # ramd looks again five seconds after the change
PATIENCE = 20
_numbers = itertools.count(1)
_scope = re.compile(r"user-(\d+)\.slice/session-(\w+)\.scope")


class Process(NamedTuple):
    pid: int
    started: int  # clock ticks since boot
    uid: int
    user_slice: int  # the uid whose session it stands in, -1: in none
    session: str
    command: str


def processes(host):
    """All that run in the host now; what has ended and was not yet reaped does not."""
    found = []
    for place in host.path("/proc").iterdir():
        if place.name.isdigit():
            try:
                found.append(_read(place))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return [process for process in found if process is not None]


def _read(place):
    state, *rest = (place / "stat").read_text(errors="replace").rpartition(")")[2].split()
    if state == "Z":
        return None
    scope = _scope.search((place / "cgroup").read_text())
    uid = int((place / "status").read_text(errors="replace").split("\nUid:")[1].split()[0])
    command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    return Process(int(place.name), int(rest[18]), uid, int(scope[1]) if scope else -1,
                   scope[2] if scope else "", command)


def without_person(host, name):
    """A PAM service for `systemd-run -p PAMName=NAME`; without pam_loginuid, so that logind counts
    its sessions itself, from c1 on whenever it is started."""
    host.write(f"/etc/pam.d/{name}",
               "account include common-account\nsession include common-session\n")


def sleep():
    """A command line that no other one is like."""
    return f"sleep {next(_numbers) + 70000}"


class SessionsCase(HostCase):
    """Each test has accounts of its own."""

    def person(self, *options, managed=True, groups=""):
        """An account with a key, by default managed with FIRST, else with that in /etc/shadow."""
        name = f"p{next(_numbers)}"
        people.add_user(self.host, name, None if managed else FIRST, groups)
        if managed:
            people.manage(self.host, name, FIRST, *options)
        self.came_in(people.public_key(self.host, name), f"{name} with a key")
        return name

    # --- sessions that are opened ---------------------------------------------------------------

    def terminal(self, *argv):
        terminal = self.host.terminal(*argv)
        self.addCleanup(terminal.close)
        return terminal

    def shell(self, user, password=None, method=None):
        """A shell by ssh: with the password where one is given, else with the key."""
        method = method or ("password" if password else "publickey")
        terminal = self.terminal(*people.ssh_argv(user, method=method, tty=True))
        if password:
            terminal.answer("assword: ", password)
        terminal.expect(r"\$ ", 30)
        return terminal

    def answers(self, terminal):
        """Whoever is on the terminal still does what is typed."""
        terminal.type(f"echo answer-$(({next(_numbers)} + 1000))")
        terminal.expect(r"answer-1\d\d\d\r")
        return True

    def in_background(self, terminal):
        """Types a program that stays behind the prompt; its process."""
        work = sleep()
        terminal.type(f"{work} &")
        return self.running(work)

    def obedient_and_deaf(self, user):
        """A session that obeys, and one that was left behind and does not; what runs in them, and
        the terminal of the first."""
        deaf = self.left_behind(user, "(trap '' TERM HUP; exec nohup {}) >/dev/null 2>&1 &")
        terminal = self.shell(user)
        return [self.in_background(terminal), deaf], terminal

    def left_behind(self, user, command):
        """What `command` has started when its session is closed; {} becomes what it starts."""
        terminal, work = self.shell(user), sleep()
        terminal.type(command.format(work) + " echo left")
        terminal.expect("left\r")
        process = self.running(work)
        terminal.type("exit")
        terminal.wait()
        state = f"loginctl show-session -P State {process.session}"
        self.eventually(lambda: self.host.run(state).out == "closing\n", PATIENCE,
                        f"the session is closing while `{work}` runs on")
        return process

    def programmatic(self, service, user):
        """A session of a PAM service, without a person."""
        work, unit = sleep(), f"{service}-of-{user}"
        self.host.run(f"systemd-run --quiet --unit={unit} -p User={user} -p PAMName={service} "
                      f"{work}")
        self.addCleanup(self.host.run, f"systemctl stop {unit}", check=False)
        return self.running(work, user_slice=people.uid_of(self.host, user))

    # --- who runs -------------------------------------------------------------------------------

    def now(self):
        return processes(self.host)

    def running(self, command, **like):
        """The one process of that command line, once it runs."""
        def found():
            return [one for one in self.now()
                    if one.command.removeprefix("/usr/bin/") == command and
                    all(getattr(one, field) == value for field, value in like.items())]
        return self.eventually(found, PATIENCE, f"`{command}` runs {like or ''}")[0]

    def runs(self, process):
        return any((one.pid, one.started) == (process.pid, process.started) for one in self.now())

    def stays(self, *wanted):
        now = {(one.pid, one.started) for one in self.now()}
        for process in wanted:
            self.assertIn((process.pid, process.started), now, f"expected: {process} still runs")

    def of_sessions(self, user):
        """Every process in the sessions of the account, whoever it runs as."""
        uid = people.uid_of(self.host, user)
        return [one for one in self.now() if one.user_slice == uid]

    def listed(self, user):
        """The ids of the account's sessions that logind lists."""
        rows = self.host.run("loginctl list-sessions --no-legend").out.splitlines()
        return [row.split()[0] for row in rows if row.split()[2] == user]

    def have_ended(self, before, ids=(), timeout=SESSIONS_END, empty_shells=False):
        """No process of `before` runs, none is in its sessions, and logind lists none of them.
        `empty_shells`: it may list one without a scope. logind 252 does so, until it is started
        again, of a session that was closing when it was restarted."""
        places = {(one.user_slice, one.session) for one in before if one.session}
        ids = set(ids) | {session for _, session in places}
        same = {(one.pid, one.started) for one in before}

        def left():
            processes_left = [one for one in self.now() if (one.pid, one.started) in same or
                              (one.user_slice, one.session) in places]
            rows = self.host.run("loginctl list-sessions --no-legend").out.splitlines()
            rows = [row for row in rows if row.split()[0] in ids]
            return processes_left + [row for row in rows if not empty_shells or self.has_scope(row)]
        until = time.monotonic() + timeout
        while (still := left()) and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual(still, [], f"expected within {timeout} s: nothing is left of {ids}")

    def has_scope(self, row):
        scope = f"session-{row.split()[0]}.scope"
        return self.host.run(f"systemctl show -P LoadState {scope}").out == "loaded\n"

    def throughout(self, seconds, holds, what):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.assertTrue(holds(), f"expected for {seconds} s: {what}")
            time.sleep(0.2)

    # --- what ends them -------------------------------------------------------------------------

    def reset(self, user, password=SECOND):
        return self.host.run(f"ramctl reset-password {user} --password-stdin --reset-required=no",
                             input=password + "\n")

    def types_passwd(self, terminal, old=FIRST, new=SECOND):
        """The own change, until passwd has said that it is done."""
        terminal.type("passwd")
        terminal.answer("Current password: ", old)
        terminal.answer("New password: ", new)
        terminal.answer("Retype new password: ", new)
        terminal.expect("The password was changed[^\r]*", 30)
        terminal.expect("passwd: password updated successfully", 10)

    def events(self, user, event):
        """Messages of the journal's records of that kind, oldest first."""
        fields = f"RAMAUTH_USER={user} RAMAUTH_EVENT={event}"
        return self.host.run(f"journalctl -u ramd -o cat {fields}").out.splitlines()

    def said(self, user, event, timeout=PATIENCE):
        """The first of them, once it is there."""
        return self.eventually(lambda: self.events(user, event), timeout, f"{event} of {user}")[0]
