# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds polkit up at the n-th session that ramd wants to end, for a test to do something there:
what was asked before has been allowed, and nothing that comes after is answered."""

import time

PLACE = "/run/gate"
RULE = """
polkit.addRule(function(action, subject) {
    if (action.id == "org.freedesktop.login1.manage" && subject.user == "ramd" &&
        polkit.spawn(["/usr/local/bin/gate"]).indexOf("refuse") == 0) {
        return polkit.Result.NO;
    }
});
"""
# Who waits here is refused afterwards: logind would carry out what a dead ramd has asked for.
GATE = f"""#!/bin/sh
[ -e {PLACE}/armed ] || exit 0
number=$(($(cat {PLACE}/asked 2>/dev/null || echo 0) + 1))
echo "$number" >{PLACE}/asked
[ "$number" -ge "$(cat {PLACE}/armed)" ] || exit 0
: >{PLACE}/waits
while [ -e {PLACE}/armed ]; do sleep 0.02; done
echo refuse
"""


class PolkitGate:
    def __init__(self, host):
        self.host = host
        host.write("/usr/local/bin/gate", GATE, 0o755)
        host.write("/etc/polkit-1/rules.d/00-gate.rules", RULE)
        host.run(f"install -d -o polkitd {PLACE}; systemctl restart polkit.service")

    def arm(self, number):
        """The next `number - 1` questions of ramd are answered, the one after them waits."""
        self.host.run(f"rm -f {PLACE}/asked {PLACE}/waits; echo {number} >{PLACE}/armed")

    def reached(self, timeout=15):
        until = time.monotonic() + timeout
        while not self.host.path(f"{PLACE}/waits").exists():
            if time.monotonic() > until:
                raise AssertionError("expected: ramd asks polkit whether it may end a session")
            time.sleep(0.002)

    def open(self):
        self.host.path(f"{PLACE}/armed").unlink(missing_ok=True)
