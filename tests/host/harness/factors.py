# SPDX-License-Identifier: LGPL-2.1-or-later
"""Second factors as people have them: a device whose codes oathtool makes, and the logons that ask
for a code."""

import re
import time

from . import people

STEP = 30
PROMPT = "Verification code: "


class Device:
    """What an authenticator app is: a seed and a clock."""

    def __init__(self, host, seed, algorithm="sha1"):
        self.host, self.seed, self.algorithm = host, seed.replace(" ", ""), algorithm

    def code(self, steps=0, now=None):
        """Of the present step, or of one `steps` later. A code is good once: of the three that a
        host takes at any time, each test uses those that it needs, the earliest first."""
        when = int(now or time.time()) + steps * STEP
        return self.host.run(f"oathtool --totp={self.algorithm} -b -N @{when} {self.seed}").out.strip()

    def pair(self):
        """Of the step before and of the present one."""
        now = time.time()
        return self.code(-1, now), self.code(0, now)

    def wrong(self):
        taken = {self.code(steps) for steps in range(-3, 4)}
        return next(code for code in (f"{n:06}" for n in range(10)) if code not in taken)


def bind(host, user, *options, by=None):
    """`ramctl mfa bind`, by the user or by root; the device and its recovery codes. It uses the
    codes of the step before and of the present one."""
    argv = ["ramctl", "mfa", "bind", *([] if by is None else [user]), *options]
    with host.terminal(*(people.as_user(user, *argv) if by is None else argv)) as t:
        shown = t.expect(r"otpauth://totp/[^\r\n]*\r\n[A-Z2-7 ]+\r\n", 20)
        algorithm = "sha256" if "--sha256" in options else "sha1"
        device = Device(host, shown.splitlines()[1], algorithm)
        uri_seed = re.search(r"secret=([A-Z2-7]+)", shown).group(1)
        assert uri_seed == device.seed, f"the address and the seed differ:\n{shown}"
        for one in device.pair():
            t.answer(PROMPT, one)
        code = t.wait(20)
        assert code == 0, f"ramctl mfa bind ended with {code}:\n{t.text()}"
        recovery = re.findall(r"^([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})\r?$", t.text(), re.M)
    assert len(recovery) == 10, f"expected ten recovery codes, there are {len(recovery)}"
    return device, recovery


def ssh(host, user, password, *codes, method="keyboard-interactive", options=()):
    """Logs on over ssh; the code prompts are answered with `codes`, one after another."""
    argv = people.ssh_argv(user, people.GREETING, method=method)
    argv[1:1] = options
    with host.terminal(*argv) as t:
        code = people.talk(t, {PROMPT: list(codes), "assword: ": [password]})
        return people.Tried(f"in-as-{user}" in t.text(), f"{t.text()}\n(ssh ended with {code})")


def failures(host, user):
    return people.profile(host, user)["FailedLoginAttempts"]
