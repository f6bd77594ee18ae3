# SPDX-License-Identifier: LGPL-2.1-or-later
"""R2, R3: which sessions end, whatever stands in them, and which one comes last."""

import time
import unittest

from harness import people
from harness.session_case import FIRST, FIRST_SWEEP, SECOND, SESSIONS_END, SessionsCase, sleep

ROOT = "root-of-all-1"
FORKS = "sh -c 'trap : TERM HUP; while :; do sleep 0.01; done'"
SFTP = "/usr/lib/openssh/sftp-server"


class WhatEnds(SessionsCase):
    @classmethod
    def prepare(cls, host):
        host.run("chpasswd", input=f"root:{ROOT}\n")

    def plain_sessions(self, user):
        """One of each kind that ends at once; the processes that must be seen in them."""
        seen = {"a password": self.in_background(self.shell(user, FIRST)),
                "a key": self.in_background(self.shell(user)), "the console": self.console(user)}
        uid = people.uid_of(self.host, user)
        self.terminal("sftp", *people.SSH[1:], f"{user}@127.0.0.1").expect("sftp> ", 20)
        seen["sftp"] = self.running(SFTP, uid=uid)
        self.terminal("ssh", "-N", "-L", "8022:127.0.0.1:22",
                      *people.ssh_argv(user, method="publickey")[1:])
        seen["forwarding alone"] = self.running(f"sshd: {user}", uid=uid)
        for what, option in (("the first of a ControlMaster", "-M"), ("its second", None)):
            work = sleep()
            argv = people.ssh_argv(user, work, method="publickey")
            control = [one for one in (option, "-S", f"/run/{user}.control") if one]
            self.terminal(argv[0], *control, *argv[1:])
            seen[what] = self.running(work, user_slice=uid)
        self.assertEqual(seen["its second"].session, seen["the first of a ControlMaster"].session)
        return seen

    def console(self, user):
        """The getty's own login."""
        console = self.host.console
        console.send("\r")
        console.expect("login: ", 20)
        console.send(user + "\r")
        console.expect("Password: ")
        console.send(FIRST + "\r")
        console.expect(r"\$ ", 30)
        work = sleep()
        console.send(f"{work} &\r")
        return self.running(work)

    def roles(self, user, other):
        """su and sudo inside sessions of the account, other uids by now; and su that opens one."""
        from_outside = self.terminal("su", "-", user)
        from_outside.expect(r"\$ ", 20)
        from_nowhere = self.in_background(from_outside)
        seen = {}
        for what, password in (("su", ROOT), (f"su {other}", FIRST), ("sudo -i", FIRST)):
            terminal = self.shell(user)
            terminal.type(what)
            terminal.answer("password for [^:]*: |Password: ", password)
            terminal.expect(r"[#$] ", 20)
            seen[what] = self.in_background(terminal)
        uids = [one.uid for one in seen.values()]
        self.assertEqual(uids, [0, people.uid_of(self.host, other), 0])
        return {**seen, "su from no session": from_nowhere}

    def stubborn(self, user):
        """What does not go with its session: left behind, or deaf to SIGTERM."""
        deaf, terminal = sleep(), self.shell(user)
        terminal.type(f"(trap '' TERM HUP; exec {deaf}) & echo deaf")
        terminal.expect("deaf\r")
        terminal.type(f"{FORKS} &")
        nohup = "(trap '' TERM HUP; exec nohup {}) >/dev/null 2>&1 &"
        forks = self.running(FORKS.replace("'", ""), uid=people.uid_of(self.host, user))
        return {"tmux": self.left_behind(user, "tmux new-session -d 'exec {}';"),
                "nohup": self.left_behind(user, nohup),
                "deaf to SIGTERM": self.running(deaf), "forks on and on": forks}

    def changer(self, user):
        """A session to type passwd in, and what runs in it."""
        terminal = self.shell(user, FIRST)
        return terminal, self.in_background(terminal)

    def test_R2_whatever_stands_in_the_sessions_of_the_account_ends(self):
        user, other = self.person(groups="sudo"), self.person()
        stranger = self.shell(other, FIRST)
        strangers = self.in_background(stranger)
        typed_at, changing = self.changer(user)
        seen = {**self.plain_sessions(user), **self.roles(user, other), **self.stubborn(user)}
        uid = people.uid_of(self.host, user)
        for what, process in seen.items():
            with self.subTest(what):
                self.assertEqual(process.user_slice, uid, "expected: in a session of the account")
        before, ids = self.of_sessions(user), self.listed(user)
        self.assertLessEqual({one.session for one in seen.values()} | {changing.session}, set(ids))
        self.types_passwd(typed_at)
        self.have_ended(before, ids)
        typed_at.wait(SESSIONS_END)
        self.host.console.expect("login: ", SESSIONS_END)
        self.assertEqual(self.of_sessions(user), [])
        self.stays(strangers)
        self.answers(stranger)

    def comes_last(self, user, typed_at, changing):
        """passwd; no process of another session runs on when that of the change ends."""
        others = [one for one in self.of_sessions(user) if one.session != changing.session]
        self.types_passwd(typed_at)
        until = time.monotonic() + SESSIONS_END
        # Looked at in this order, it is never the look that makes others seem late.
        while self.runs(changing):
            self.assertLess(time.monotonic(), until, "the session of the change ends as well")
        late = [one for one in others if self.runs(one)]
        self.assertEqual(late, [], "expected: all others have ended before")
        typed_at.wait(SESSIONS_END)

    def test_R3_the_session_of_the_change_ends_last_after_its_sentence(self):
        user = self.person()
        stranger = self.shell(self.person())
        strangers = self.in_background(stranger)
        typed_at, changing = self.changer(user)
        self.plain_sessions(user)
        self.comes_last(user, typed_at, changing)
        self.assertRegex(typed_at.text(),
                         r"[2-9] other sessions of this account are being ended, this one last\.")
        self.stays(strangers)
        self.answers(stranger)
        self.came_in(people.ssh_password(self.host, user, SECOND), "the new password")

    def test_R3_the_session_of_the_change_ends_after_those_that_have_to_be_killed(self):
        """As one with an open su: on SIGTERM su(1) gives its shell two seconds."""
        user = self.person(groups="sudo")
        typed_at, changing = self.changer(user)
        self.roles(user, self.person())
        self.stubborn(user)
        self.comes_last(user, typed_at, changing)

    def test_R3_KeepChangingSession_spares_that_session_alone(self):
        self.host.run("ramctl preference set KeepChangingSession=yes")
        self.addCleanup(self.host.run, "ramctl preference set KeepChangingSession=no")
        user = self.person()
        typed_at, changing = self.changer(user)
        before = [self.in_background(self.shell(user)), *self.stubborn(user).values()]
        self.types_passwd(typed_at)
        self.have_ended(before)
        self.throughout(FIRST_SWEEP, lambda: self.runs(changing), "the session of the change stays")
        self.answers(typed_at)
        self.assertEqual(self.listed(user), [changing.session])


if __name__ == "__main__":
    unittest.main()
