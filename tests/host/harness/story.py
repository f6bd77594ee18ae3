# SPDX-License-Identifier: LGPL-2.1-or-later
"""The story that ./demo shows and the tests hold: a first logon with an initial password.

Each step is played for real; what does not happen as told raises AssertionError.
"""

import re
import time

from . import people

PERSON = "ann"
COMMON = "Password123"
CHOSEN = "a much better horse"
SESSIONS_END = 15  # seconds, promised


def play(host, say=lambda *_: None):
    """say(kind, text): kind is `told` (what happens), `typed` (a command) or `shown`."""
    people.add_user(host, PERSON, "from-before-1")
    people.public_key(host, PERSON)

    say("told", f"{PERSON} is an ordinary account of this host. Root makes a login profile for it, "
                "with a generated password. It is shown this once.")
    initial = _create(host, say)
    _show(host, say)

    say("told", f"{PERSON} has a session already, opened with an SSH key and busy with something.")
    with _other_session(host) as other:
        say("told", f"{PERSON} logs on with the generated password, from another window.")
        with _first_logon(host, say, initial):
            say("told", "The other session ends, with what ran in it.")
            began = time.monotonic()
            code = other.wait(SESSIONS_END)
            _expect_nothing_left(host)
            say("shown", f"[the other window] {_last_line(other)} (ssh ended with {code}, "
                         f"{time.monotonic() - began:.1f} s after the change was announced)")
    _show(host, say)
    _old_ones_are_void(host, say, initial)


def _create(host, say):
    command = f"ramctl create {PERSON} --generate"
    say("typed", f"root# {command}")
    done = host.run(command)
    say("shown", (done.err + done.out).strip())
    initial = done.out.strip()
    assert len(initial) >= 8, f"expected a generated password on standard output: {done}"
    return initial


def _show(host, say):
    command = f"ramctl show {PERSON}"
    say("typed", f"root# {command}")
    say("shown", host.run(command).out.rstrip())


def _other_session(host):
    other = host.terminal(*people.ssh_argv(PERSON, method="publickey", tty=True))
    other.expect(r"\$ ", 20)
    other.type("(trap '' TERM HUP; exec sleep 86399) & echo at-work")
    other.expect("at-work\r")
    return other


class _first_logon:  # noqa: N801 - reads as a phrase
    """The forced change in keyboard-interactive ssh, in one go; then the session, until the end."""

    def __init__(self, host, say, initial):
        self.say = say
        argv = people.ssh_argv(PERSON, method="keyboard-interactive", tty=True)
        say("typed", f"you$ ssh {PERSON}@127.0.0.1")
        self.terminal = t = host.terminal(*argv)
        t.answer("Password: ", initial)
        t.expect("choose a new password", 20)
        t.answer("New password: ", "short")
        t.answer("Retype new password: ", "short")
        t.expect("8 characters", 20)
        t.answer("New password: ", COMMON)
        t.answer("Retype new password: ", COMMON)
        t.expect("list of leaked passwords", 20)
        t.answer("New password: ", CHOSEN)
        t.answer("Retype new password: ", CHOSEN)
        t.expect("password was changed", 30)
        t.expect(r"\$ ", 30)
        t.type(people.GREETING)
        t.expect(f"in-as-{PERSON}\r")
        assert "Current password" not in t.text(), "the old password was asked for twice"
        say("shown", _with_hints(t.text()))

    def __enter__(self):
        return self.terminal

    def __exit__(self, kind, *_):
        if kind is None:
            self.terminal.type("exit")
            assert self.terminal.wait() == 0, "the new session was not spared"
        self.terminal.close()


def _with_hints(shown):
    """What was on the terminal, with what was typed blindly set beside the prompts."""
    typed = iter(["the generated one", "short", "short", COMMON, COMMON, CHOSEN, CHOSEN])
    return re.sub(r"([Pp]assword: )", lambda prompt: f"{prompt.group(1)}[{next(typed, '')}]",
                  _plain(shown)).strip()


def _plain(shown):
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown).replace("\r", "")


def _expect_nothing_left(host):
    until = time.monotonic() + SESSIONS_END
    while (left := host.run(f"pgrep -u {PERSON} -f 'sleep 86399'", check=False)).code == 0:
        assert time.monotonic() < until, f"a process of the other session is left: {left.out}"
        time.sleep(0.1)


def _last_line(terminal):
    lines = [line for line in _plain(terminal.text()).split("\n") if line.strip()]
    return lines[-1] if lines else ""


def _old_ones_are_void(host, say, initial):
    for what, password in (("the generated password", initial),
                           ("the one that was in /etc/shadow", "from-before-1")):
        tried = people.ssh_kbdint(host, PERSON, password)
        assert not tried, f"expected that {what} is void: {tried}"
        say("told", f"With {what}: {tried.shown.strip().splitlines()[-1].strip()}")
    tried = people.ssh_kbdint(host, PERSON, CHOSEN)
    assert tried, f"expected that the chosen password works: {tried}"
    say("told", "With the chosen one: welcome.")
