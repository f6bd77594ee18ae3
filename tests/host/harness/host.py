# SPDX-License-Identifier: LGPL-2.1-or-later
"""One booted throw-away host.

The root file system is an overlay that is mounted in a mount namespace of its own and goes with the
last process in it; systemd is PID 1 inside, with its own network namespace. Nothing of the machine
that runs it is changed. `with Host(lower) as host:` boots and tears down.
"""

import ctypes
import itertools
import os
import pty
import select
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
import tty
from pathlib import Path

from . import cgroups
from .console import Console
from .terminal import Terminal

BOOT_DEADLINE = 90
STOP_DEADLINE = 60
_numbers = itertools.count(1)


class Result:
    """What a command in the host came to."""

    def __init__(self, argv, code, out, err):
        self.argv, self.code, self.out, self.err = argv, code, out, err

    @property
    def all(self):
        return self.out + self.err

    def __str__(self):
        return f"`{self.argv}` ended with {self.code}\n--- out\n{self.out}--- err\n{self.err}---"


class Host:
    def __init__(self, lower, name=None):
        self.lower = [str(path) for path in lower]
        self.name = name or f"ramauth{os.getpid()}-{next(_numbers)}"
        self.place = Path(tempfile.mkdtemp(prefix=f"{self.name}-", dir="/var/tmp"))
        for part in ("upper", "work", "root"):
            (self.place / part).mkdir(mode=0o755)
        self.leader = self._leader_fd = None
        self.console = None
        self._nspawn = None

    @classmethod
    def running(cls, leader):
        """A host that another process holds: for what happens inside only."""
        host = cls.__new__(cls)
        host.leader = leader
        return host

    # --- life ---------------------------------------------------------------------------------

    def _argv(self):
        place = shlex.quote(str(self.place))
        mount = (f"mount -t overlay overlay -o lowerdir={':'.join(self.lower)},"
                 f"upperdir={place}/upper,workdir={place}/work {place}/root")
        spawn = ["systemd-nspawn", "--quiet", "--boot", f"--directory={self.place}/root",
                 f"--machine={self.name}", "--private-network", "--register=no",
                 "--link-journal=no", "--console=interactive", "--resolv-conf=off",
                 "--timezone=off", "--kill-signal=SIGRTMIN+3",
                 # As on a machine: an ordinary process may lock a little memory.
                 "--system-call-filter=@memlock"]
        if not cgroups.machine_has_systemd():
            spawn.append("--keep-unit")
        spawn += ["--", "--show-status=no"]
        return ["unshare", "--mount", "--propagation=private", "sh", "-c",
                f"{mount} && exec {shlex.join(spawn)}"]

    def boot(self, wait=True):
        master, slave = pty.openpty()
        tty.setraw(slave)

        def child():
            _end_with_parent()
            if not cgroups.machine_has_systemd():
                cgroups.enter(self.name)

        environment = dict(os.environ, TERM="vt220", LANG="C.UTF-8")
        self._nspawn = subprocess.Popen(self._argv(), stdin=slave, stdout=slave, stderr=slave,
                                        preexec_fn=child, start_new_session=True, env=environment)
        os.close(slave)
        self.console = Console(master)
        self._find_leader()
        if wait:
            self.wait_ready()
        return self

    def _find_leader(self):
        """The host's PID 1: the grandchild of systemd-nspawn, seen from this machine."""
        until = time.monotonic() + BOOT_DEADLINE
        while time.monotonic() < until:
            if self._nspawn.poll() is not None:
                raise RuntimeError(f"systemd-nspawn ended:\n{self.console.text()}")
            for child in _children(self._nspawn.pid):
                if _comm(child) == "systemd":
                    self.leader, self._leader_fd = child, os.pidfd_open(child)
                    return
            time.sleep(0.02)
        raise RuntimeError(f"no PID 1 in the host:\n{self.console.text()}")

    def wait_ready(self):
        """Until systemd has nothing more to start; what failed is left to tests to find."""
        until = time.monotonic() + BOOT_DEADLINE
        while time.monotonic() < until:
            state = self.run("systemctl is-system-running", check=False, timeout=30)
            if state.out.strip() in ("running", "degraded"):
                return
            time.sleep(0.1)
        raise RuntimeError(f"the host did not finish to boot: {state}\n{self.console.text()}"
                           f"{self.run('systemctl list-jobs', check=False)}")

    def shutdown(self):
        self._end([(signal.SIGTERM, STOP_DEADLINE), (signal.SIGKILL, 10)])

    def power_cut(self):
        """Everything dies where it stands; what was not yet on disk stays in the overlay."""
        os.kill(self.leader, signal.SIGKILL)
        self._end([(None, 10), (signal.SIGKILL, 10)])

    def reboot(self):
        self.shutdown()
        return self.boot()

    def _end(self, steps):
        if self._nspawn is None:
            return
        for number, patience in steps:
            if number is not None:
                self._nspawn.send_signal(number)
            try:
                self._nspawn.wait(patience)
                break
            except subprocess.TimeoutExpired:
                continue
        self._end_leader()
        self.console.hang_up()
        self._nspawn = self.leader = None
        if not cgroups.machine_has_systemd():
            cgroups.remove(self.name)

    def _end_leader(self):
        """A systemd-nspawn that was killed leaves its host running."""
        if self._leader_fd is None:
            return
        try:
            signal.pidfd_send_signal(self._leader_fd, signal.SIGKILL)
        except ProcessLookupError:
            pass
        select.select([self._leader_fd], [], [], 10)
        os.close(self._leader_fd)
        self._leader_fd = None

    def close(self):
        try:
            self._end([(signal.SIGKILL, 10)])
        finally:
            shutil.rmtree(self.place, ignore_errors=True)

    def __enter__(self):
        return self.boot()

    def __exit__(self, *_):
        self.close()

    # --- what happens inside -------------------------------------------------------------------

    def enter_argv(self, *argv):
        """The argument list that runs argv inside the host, as root, on the caller's terminal."""
        return ["nsenter", "-t", str(self.leader), "-m", "-u", "-i", "-n", "-p", "-C", "--",
                "env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME=/root", "LANG=C.UTF-8", "TERM=vt220", *argv]

    def run(self, command, input=None, check=True, timeout=60):
        """Runs a shell command as root; a failure raises with all that it said."""
        try:
            done = subprocess.run(self.enter_argv("sh", "-c", f"cd /; {command}"),
                                  input=input, stdin=None if input is not None else
                                  subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, errors="replace",
                                  timeout=timeout)
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f"`{command}` did not end in {timeout} s; it said:\n"
                                 f"{late.stdout}\n{late.stderr}") from None
        result = Result(command, done.returncode, done.stdout, done.stderr)
        if check and result.code:
            raise AssertionError(str(result))
        return result

    def terminal(self, *argv):
        """A program in the host, as root, on a terminal of its own."""
        return Terminal(self.enter_argv(*argv))

    def outside_pid(self, inside):
        """A process of the host, as this machine counts."""
        waiting = [self.leader]
        while waiting:
            pid = waiting.pop()
            try:
                numbers = Path(f"/proc/{pid}/status").read_text().split("NSpid:")[1].split("\n")[0]
            except (FileNotFoundError, ProcessLookupError):
                continue  # has ended meanwhile
            if int(numbers.split()[-1]) == inside:
                return pid
            waiting += _children(pid)
        raise ValueError(f"no process {inside} in the host")

    def path(self, inside):
        """A file of the host, seen from this machine."""
        return Path(f"/proc/{self.leader}/root{inside}")

    def write(self, inside, text, mode=0o644):
        target = self.path(inside)
        target.write_text(text)
        target.chmod(mode)


def sweep():
    """Takes away what harnesses that were killed have left in /var/tmp."""
    for place in Path("/var/tmp").glob("ramauth*-*"):
        pid = place.name.removeprefix("ramauth").split("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(place, ignore_errors=True)


def _end_with_parent():
    """For use between fork and exec: SIGTERM, an orderly end, when the harness dies."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM, 0, 0, 0)


def _children(pid):
    try:
        return [int(word) for task in Path(f"/proc/{pid}/task").iterdir()
                for word in (task / "children").read_text().split()]
    except OSError:
        return []


def _comm(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
