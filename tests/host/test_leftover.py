# SPDX-License-Identifier: LGPL-2.1-or-later
"""`ramctl sessions --leftover`: what runs in the name of an account outside of its sessions."""

import contextlib
import itertools
import json
import unittest

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SLEEP = "exec sleep 1000"
PATIENCE = 20
_numbers = itertools.count(1)


class Leftover(HostCase):
    def person(self, managed=True):
        """An account of its own for a test, with a key."""
        name = f"left{next(_numbers)}"
        people.add_user(self.host, name)
        if managed:
            people.manage(self.host, name, FIRST)
        self.came_in(people.public_key(self.host, name), f"{name} with a key")
        return name

    def rows(self, user):
        """What is left over of the account, and what its user manager runs; the exit status says
        the same."""
        done = self.host.run(f"ramctl sessions {user} --leftover --json", check=False)
        found = json.loads(done.out)
        left = [row for row in found if not row["UserManager"]]
        self.assertEqual(done.code, 1 if left else 0, f"expected: 1 where something is left; {done}")
        return left, [row for row in found if row["UserManager"]]

    def left(self, user, **like):
        return [row for row in self.rows(user)[0] if like.items() <= row.items()]

    def is_left(self, user, **like):
        rows = self.eventually(lambda: self.left(user, **like), PATIENCE, f"{like} of {user}")
        return rows[0]

    def nothing_is_left(self, user):
        self.eventually(lambda: not self.rows(user)[0], PATIENCE, f"nothing left of {user}")

    @contextlib.contextmanager
    def session(self, user, command=SLEEP):
        """An ssh session that runs the command, while the block does."""
        with self.host.terminal(*people.ssh_argv(user, command, method="publickey", tty=True)) as t:
            self.eventually(lambda: self.sessions(user), PATIENCE, f"a session of {user}; {t.text()}")
            yield t

    def sessions(self, user):
        done = self.host.run(f"loginctl list-sessions --no-legend | awk '$3 == \"{user}\"'")
        return done.out.split("\n")[:-1]

    # --- what is left over ----------------------------------------------------------------------

    def test_R7_a_process_in_the_session_of_another_user_is_listed(self):
        alice, bob = self.person(managed=False), self.person()
        with self.session(alice, f"su {bob} -c '{SLEEP}'") as t, self.session(bob):
            t.answer("Password: ", FIRST)
            row = self.is_left(bob, Command="sleep")
            self.assertEqual((row["User"], row["LoginUser"], row["SessionUser"]),
                             (bob, alice, alice), row)
            self.assertRegex(row["Unit"], r"^session-\w+\.scope$")
            self.assertEqual(self.left(alice), [], "expected: all of it is in alice's own session")
            self.host.run(f"ramctl revoke {bob} --yes")
            self.assertEqual(self.is_left(bob, Command="sleep")["Process"], row["Process"],
                             "expected: what the end of bob's sessions does not end is still shown")
            self.assertEqual(len(self.left(bob, Command="sleep")), 1, "and bob's own is gone")
            table = self.host.run(f"ramctl sessions {bob} --leftover", check=False)
            self.assertEqual(table.code, 1, str(table))
            self.assertRegex(table.out, rf"(?m)^{row['Process']} +{bob} +{alice} +session-\w+\.scope "
                                        rf"of {alice} .* ago\) +sleep$")
            self.host.run(f"kill {row['Process']}")
            self.nothing_is_left(bob)

    def test_R7_a_service_and_a_job_of_cron_are_listed(self):
        user = self.person()
        self.host.run(f"systemd-run --quiet --uid={user} --unit=job-of-{user} sleep 1000")
        service = self.is_left(user, Unit=f"job-of-{user}.service")
        self.assertEqual((service["User"], service["LoginUser"], service["SessionUser"]),
                         (user, None, None), service)
        self.host.run(f"crontab -u {user} -", input=f"@reboot {SLEEP}\n")
        self.host.run("rm -f /run/crond.reboot; systemctl restart cron")
        job = self.is_left(user, Unit="cron.service", User=user, Command="sleep")
        self.assertEqual(job["LoginUser"], user, job)
        self.host.run(f"crontab -u {user} -r; systemctl stop job-of-{user}; kill {job['Process']}")
        self.nothing_is_left(user)

    def test_R7_a_session_that_was_opened_while_logind_was_away_is_listed(self):
        user = self.person(managed=False)
        self.host.run("systemctl mask --runtime --now systemd-logind")
        try:
            with self.host.terminal(*people.ssh_argv(user, SLEEP, method="publickey")):
                row = self.is_left(user, User=user, Command="sleep")
                self.assertEqual((row["LoginUser"], row["Unit"]), (user, "ssh.service"), row)
        finally:
            self.host.run("systemctl unmask --runtime systemd-logind; systemctl start systemd-logind")

    def test_R7_a_scope_that_is_only_called_like_a_session_is_listed(self):
        user = self.person()
        slice_of_user = f"user-{people.uid_of(self.host, user)}.slice"
        self.host.run(f"setsid systemd-run --quiet --scope --uid={user} --slice={slice_of_user} "
                      f"--unit=session-x{user} sleep 1000 >/dev/null 2>&1 &")
        row = self.is_left(user, Unit=f"session-x{user}.scope", Command="sleep")
        self.host.run(f"kill {row['Process']}")
        self.nothing_is_left(user)

    def test_without_a_user_all_managed_accounts_are_looked_at(self):
        ours, other = self.person(), self.person(managed=False)
        for user in (ours, other):
            self.host.run(f"systemd-run --quiet --uid={user} --unit=all-{user} sleep 1000")
            self.is_left(user, Unit=f"all-{user}.service")
        self.assertEqual(len(self.left("", Unit=f"all-{ours}.service")), 1)
        self.assertEqual(self.left("", Unit=f"all-{other}.service"), [])
        self.host.run(f"systemctl stop all-{ours} all-{other}")

    # --- what is not ----------------------------------------------------------------------------

    def test_the_own_session_is_not_left_over_also_while_logind_and_ramd_are_away(self):
        user = self.person()
        with self.session(user):
            self.assertEqual(self.left(user), [])
            self.host.run("systemctl stop ramd.socket ramd.service systemd-logind.service")
            try:
                self.assertEqual(self.left(user), [])
                self.host.run(f"systemd-run --quiet --uid={user} --unit=away-{user} sleep 1000")
                self.is_left(user, Unit=f"away-{user}.service")
            finally:
                self.host.run(f"systemctl stop away-{user}; "
                              "systemctl start systemd-logind.service ramd.socket")
        self.nothing_is_left(user)

    def test_what_lingers_is_shown_and_not_counted(self):
        user = self.person()
        uid = people.uid_of(self.host, user)
        self.host.run(f"loginctl enable-linger {user}")
        argv = people.as_user(user, f"XDG_RUNTIME_DIR=/run/user/{uid}", "systemd-run", "--user",
                              "--quiet", "--unit=later", "sleep", "1000")
        self.eventually(lambda: self.host.run(" ".join(argv), check=False).code == 0, PATIENCE,
                        "a service of the user manager")
        managers = self.eventually(
            lambda: [row for row in self.rows(user)[1] if row["Command"] == "sleep"], PATIENCE,
            "the service of the user manager")
        self.assertEqual(managers[0]["Unit"], f"user@{uid}.service/later.service")
        self.assertEqual(self.left(user), [])
        self.host.run(f"loginctl disable-linger {user}")

    # --- who may ask, and about whom ---------------------------------------------------------------

    def test_it_is_for_root(self):
        user = self.person()
        done = self.host.run(" ".join(people.as_user(user, "ramctl", "sessions", user, "--leftover")),
                             check=False)
        self.assertEqual((done.code, done.out), (6, ""), str(done))
        self.assertIn("NoPermission: ", done.err)

    def test_who_has_no_account_is_told_so(self):
        done = self.host.run("ramctl sessions nobody-of-that-name --leftover", check=False)
        self.assertEqual((done.code, done.out), (3, ""), str(done))
        self.assertIn("EntityNotExist.User: ", done.err)


if __name__ == "__main__":
    unittest.main()
