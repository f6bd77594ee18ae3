# SPDX-License-Identifier: LGPL-2.1-or-later
"""A file system of a host that is frozen: what writes to it sleeps uninterruptibly, and no signal
ends it before the thaw."""

import os
import subprocess
from pathlib import Path


class FrozenFileSystem:
    """`with FrozenFileSystem(host, "/mnt"):` mounts, freezes, and thaws at the end; also when the
    process that holds it is killed, for nothing else could then take the host down."""

    def __init__(self, host, inside):
        self.host, self.inside = host, inside
        self._keeper = None

    def __enter__(self):
        image = self.host.place / "frozen.img"
        _run("truncate", "--size=16M", image)
        _run("mkfs.ext4", "-q", "-F", image)
        self._mount(_run("losetup", "--find", "--show", image))
        # It reads to the end of its input: that comes with thaw(), or with this process's end.
        self._keeper = subprocess.Popen(
            ["nsenter", "-t", str(self.host.leader), "-m", "sh", "-c",
             f"fsfreeze -f {self.inside} && echo frozen && cat; fsfreeze -u {self.inside}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._keeper.stdout.readline() != "frozen\n":
            self.__exit__()
            raise RuntimeError(f"{self.inside} could not be frozen")
        return self

    def _mount(self, loop):
        node, minor = "/root/frozen-loop", os.minor(Path(loop).stat().st_rdev)
        try:
            self.host.run(f"mkdir -p {self.inside}; mknod {node} b 7 {minor}; "
                          f"mount {node} {self.inside}; chmod 1777 {self.inside}; rm {node}")
        finally:
            _run("losetup", "--detach", loop)  # mounted, it is freed with the mount

    def thaw(self):
        if self._keeper is not None:
            self._keeper.communicate()
            self._keeper = None

    def __exit__(self, *_):
        self.thaw()
        self.host.run(f"umount --lazy {self.inside}", check=False)


def _run(*argv):
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
