# SPDX-License-Identifier: LGPL-2.1-or-later
"""What people do to a host: make accounts, manage them, and try its doors.

A door is a function door(host, user, password) that answers whether the user came in, and what was
shown. Doors are real: sshd, login, su, sudo, passwd, chpasswd, cron, the user manager.
"""

import itertools
import json
import shlex

SSH = ["ssh", "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
       "-o", "LogLevel=ERROR", "-o", "NumberOfPasswordPrompts=1", "-o", "ConnectTimeout=30"]
GREETING = "echo in-as-$(id -un)"
DOOR_DEADLINE = 45
_jobs = itertools.count(1)


class Tried:
    """What became of a try at a door."""

    def __init__(self, came_in, shown):
        self.came_in, self.shown = bool(came_in), shown

    def __bool__(self):
        return self.came_in

    def __str__(self):
        return f"{'came in' if self.came_in else 'was refused'}; shown:\n{self.shown}"


# --- accounts ---------------------------------------------------------------------------------

def add_user(host, name, shadow=None, groups=""):
    host.run(f"useradd -m -s /bin/bash {f'-G {groups}' if groups else ''} {name}")
    if shadow is not None:
        host.run("chpasswd -e" if shadow.startswith("$") else "chpasswd", input=f"{name}:{shadow}\n")


def manage(host, name, password, *options):
    """`ramctl create`, by default with a password that need not be changed."""
    options = options or ("--reset-required=no",)
    return host.run(f"ramctl create {name} --password-stdin {' '.join(options)}",
                    input=f"{password}\n")


def profile(host, name):
    return json.loads(host.run(f"ramctl show {name} --json").out)


def uid_of(host, name):
    return int(host.run(f"id -u {name}").out)


# --- doors ------------------------------------------------------------------------------------

def talk(terminal, answers, timeout=DOOR_DEADLINE):
    """Answers each prompt that comes, in any order, until the program ends; the exit status."""
    patterns = list(answers)
    while (number := terminal.next_of(patterns, timeout)) is not None:
        reply = answers[patterns[number]]
        terminal.type(reply.pop(0) if isinstance(reply, list) and reply else
                      "" if isinstance(reply, list) else reply)
    return terminal.wait(timeout)


def ssh_argv(user, *command, method="password", tty=False):
    method_option = ["-o", f"PreferredAuthentications={method}"]
    return [*SSH, *method_option, *(["-tt"] if tty else []), f"{user}@127.0.0.1", *command]


def _ssh(host, user, password, method):
    with host.terminal(*ssh_argv(user, GREETING, method=method)) as t:
        code = talk(t, {"[Pp]assword: ": password})
        return Tried(f"in-as-{user}" in t.text(), f"{t.text()}\n(ssh ended with {code})")


def ssh_password(host, user, password):
    return _ssh(host, user, password, "password")


def ssh_kbdint(host, user, password):
    return _ssh(host, user, password, "keyboard-interactive")


def login(host, user, password):
    """login(1) on a terminal of the host, as a getty starts it."""
    with host.terminal("script", "-qec", f"login -- {user}", "/dev/null") as t:
        if t.next_of(["Password: "], 15) == 0:
            t.type(password)
        came = t.next_of([r"\$ $", r"# $", "incorrect", "[Nn]ew password: "], DOOR_DEADLINE)
        if came in (0, 1):
            t.type(GREETING + "; exit")
            t.next_of([f"in-as-{user}\r"], 15)
        return Tried(f"in-as-{user}\r" in t.text(), t.text())


def as_user(user, *argv):
    """argv of a program under the user's uid, without a logon."""
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "env",
            f"USER={user}", f"HOME=/home/{user}", *argv]


def su(host, user, password, walker="walker"):
    with host.terminal(*as_user(walker, "su", user, "-c", GREETING)) as t:
        talk(t, {"Password: ": password})
        return Tried(f"in-as-{user}" in t.text(), t.text())


def sudo(host, user, password):
    """The user proves the own password and becomes root."""
    with host.terminal(*as_user(user, "sudo", "-k", "-p", "sudo wants: ", "sh", "-c", GREETING)) as t:
        talk(t, {"sudo wants: |Password: ": [password]})
        return Tried("in-as-root" in t.text(), t.text())


def passwd(host, user, password, new):
    """The user changes the own password."""
    with host.terminal(*as_user(user, "passwd")) as t:
        code = talk(t, {"Current password: ": password, "[Nn]ew password: ": new})
        return Tried(code == 0, t.text())


def chpasswd(host, user, password):
    """Root sets the password."""
    done = host.run("chpasswd", input=f"{user}:{password}\n", check=False)
    return Tried(done.code == 0, done.all)


def cron(host, user, _password=None):
    """A job of the user's crontab, at the start of cron."""
    mark = f"/tmp/cron-{user}-{next(_jobs)}"
    host.run(f"crontab -u {user} -", input=f"@reboot id -un >{mark}\n")
    host.run("rm -f /run/crond.reboot; systemctl restart cron")
    done = host.run(f"for i in $(seq 100); do [ -s {mark} ] && break; sleep 0.05; done; cat {mark}",
                    check=False)
    host.run(f"crontab -u {user} -r")
    return Tried(done.out.strip() == user, done.all)


def user_manager(host, user, _password=None):
    """The user's systemd, as linger starts it."""
    unit = f"user@{uid_of(host, user)}.service"
    done = host.run(f"systemctl start {unit}", check=False)
    host.run(f"systemctl stop {unit}", check=False)
    return Tried(done.code == 0, done.all)


def public_key(host, user):
    """ssh with a key; makes one for root of the host on first use."""
    home = shlex.quote(host.run(f"getent passwd {user} | cut -d: -f6").out.strip())
    host.run(f"[ -e /root/.ssh/id_ed25519 ] || ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519; "
             f"install -d -m 0700 -o {user} -g {user} {home}/.ssh; install -m 0600 -o {user} "
             f"-g {user} /root/.ssh/id_ed25519.pub {home}/.ssh/authorized_keys")
    done = host.run(shlex.join(ssh_argv(user, GREETING, method="publickey")), check=False)
    return Tried(f"in-as-{user}" in done.out, done.all)
