#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The throw-away host of ./demo: `play` boots one and shows the story in it, `shell` walks around
in it, `down` removes it. A process in the background holds it."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from harness import image, story
from harness.case import packages
from harness.host import Host

# One for each tree, so that two trees do not end each other's host.
TREE = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:12]
STATE = Path(f"/run/ramauth-demo-{TREE}.json")
KINDS = {"told": ("\n# ", "\033[1m"), "typed": ("", "\033[36m"), "shown": ("", "")}


def say(kind, text):
    mark, colour = KINDS[kind]
    if not sys.stdout.isatty():
        colour = ""
    for line in text.splitlines():
        print(f"{colour}{mark if kind == 'told' else ''}{line}{colour and chr(27) + '[0m'}")
        mark = mark.strip("\n")
    sys.stdout.flush()


def keep(lower):
    """The process that holds the host until it is told to end."""
    host = Host(lower)
    try:
        host.boot()
        partial = STATE.with_suffix(".new")
        partial.write_text(json.dumps({"keeper": os.getpid(), "leader": host.leader}))
        partial.rename(STATE)
        signal.sigwait({signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
    finally:
        host.close()
        STATE.unlink(missing_ok=True)


def there():
    """The state of a host that runs, or None."""
    try:
        state = json.loads(STATE.read_text())
        mine = Path(f"/proc/{state['keeper']}/cmdline").read_bytes()
        return state if b"demo.py" in mine else None
    except (OSError, ValueError, KeyError):
        return None


def down():
    state = there()
    if state is None:
        return False
    os.kill(state["keeper"], signal.SIGTERM)
    until = time.monotonic() + 30
    while there() is not None and time.monotonic() < until:
        time.sleep(0.1)
    return True


def up():
    down()
    lower = image.installed(packages())
    log = image.CACHE / "demo.log"
    with open(log, "w") as out:
        keeper = subprocess.Popen([sys.executable, __file__, "keep", *map(str, lower)],
                                  stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                  start_new_session=True)
    while there() is None:
        if keeper.poll() is not None:
            raise SystemExit(f"the host did not come up:\n{log.read_text()}")
        time.sleep(0.1)
    return Host.running(there()["leader"])


def main(arguments):
    what = arguments[0] if arguments else "play"
    if what == "keep":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
        keep(arguments[1:])
    elif what == "play":
        host = up()
        story.play(host, say)
        print("\nThe host still runs:\n   ./demo shell   a root shell in it "
              f"(there: ramctl list; ssh {story.PERSON}@127.0.0.1, password: {story.CHOSEN})\n"
              "   ./demo down    removes it")
    elif what == "shell":
        state = there()
        if state is None:
            raise SystemExit("no host runs: start with ./demo")
        argv = Host.running(state["leader"]).enter_argv("bash", "-il")
        os.execvp(argv[0], argv)
    elif what == "down":
        print("removed" if down() else "no host runs")
    else:
        raise SystemExit("usage: ./demo [shell | down]")


if __name__ == "__main__":
    main(sys.argv[1:])
