# SPDX-License-Identifier: LGPL-2.1-or-later
"""A cgroup of its own for each throw-away host.

Where systemd runs the machine, systemd-nspawn asks it for a scope and there is nothing to do. Where
nothing does (containers, small CI machines), two hosts would share one cgroup and end each other's
processes, so each gets a directory in every hierarchy it can write to.
"""

import os
import time
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")


def machine_has_systemd():
    return Path("/run/systemd/system").is_dir()


def _hierarchies():
    if (ROOT / "cgroup.procs").exists():
        return [ROOT]
    return [path for path in (ROOT / "systemd", ROOT / "unified") if (path / "cgroup.procs").exists()]


def enter(name):
    """Moves the calling process; for use between fork and exec."""
    for hierarchy in _hierarchies():
        group = hierarchy / name
        group.mkdir(exist_ok=True)
        (group / "cgroup.procs").write_text(str(os.getpid()))


def remove(name):
    """The processes are dead, and may be about to leave their groups."""
    until = time.monotonic() + 5
    while not _removed(name) and time.monotonic() < until:
        time.sleep(0.05)


def _removed(name):
    gone = True
    for hierarchy in _hierarchies():
        for directory, _, _ in os.walk(hierarchy / name, topdown=False):
            try:
                os.rmdir(directory)
            except OSError:
                gone = False
    return gone
