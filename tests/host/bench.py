#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs bench_authenticate in a booted host with our packages. usage: bench.py PROGRAM [ROUNDS]"""

import re
import shutil
import subprocess
import sys

from harness import image, people
from harness.case import packages
from harness.host import Host

OURS, THEIRS = "Managed-password-1", "Other-password-2"


def bring(host, program):
    """The program, and the one library of it that a plain host does not have."""
    shutil.copy(program, host.path("/usr/local/bin/bench_authenticate"))
    linked = subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    for path in re.findall(r"=> (/\S*libbenchmark\S*)", linked):
        shutil.copy(path, host.path("/usr/local/lib"))
    host.run("ldconfig")


def main(program, rounds="60"):
    with Host(image.installed(packages())) as host:
        bring(host, program)
        people.add_user(host, "managed")
        people.manage(host, "managed", OURS)
        assert people.ssh_password(host, "managed", OURS), "the first logon ends the initial password"
        people.add_user(host, "other", THEIRS)
        # As a service of the host's own, not of the machine's cgroup.
        done = host.run("systemd-run --quiet --pipe --wait /usr/local/bin/bench_authenticate managed "
                        f"other {rounds}", input=f"{OURS}\n{THEIRS}\n", timeout=300)
        print(done.out + done.err)


if __name__ == "__main__":
    main(*sys.argv[1:])
