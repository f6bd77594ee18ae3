# SPDX-License-Identifier: LGPL-2.1-or-later
"""R2, R4, R5, R7: what a change of the password leaves alone, beside what it ends."""

import json
import unittest

from harness import people
from harness.session_case import (FIRST, FIRST_SWEEP, PATIENCE, SECOND, SessionsCase, sleep,
                                  without_person)

USER_STOP_DELAY = 10  # seconds, logind's


class WhatStays(SessionsCase):
    @classmethod
    def prepare(cls, host):
        for service in ("filer", "locker"):
            without_person(host, service)
        host.run("ramctl preference set ProgrammaticServices=cron,atd,systemd-user,filer")

    def started(self, command, work):
        """What a command of root's starts."""
        self.host.run(command)
        return self.running(work)

    # --- programmatic access --------------------------------------------------------------------

    def user_manager(self, user):
        """A service, that is returned, and a timer of an account that lingers."""
        uid, service = people.uid_of(self.host, user), sleep()
        self.host.run(f"loginctl enable-linger {user}")
        as_user = " ".join(people.as_user(user, f"XDG_RUNTIME_DIR=/run/user/{uid}"))
        state = f"{as_user} systemctl --user is-system-running"
        self.eventually(lambda: self.host.run(state, check=False).out == "running\n", PATIENCE,
                        "the manager")
        self.host.run(f"{as_user} systemd-run --user --quiet --unit=lingers {service}")
        self.host.run(f"{as_user} systemd-run --user --quiet --unit=ticks --on-active=0 "
                      "--on-unit-active=200ms --timer-property=AccuracySec=1ms "
                      f"sh -c 'echo >>/tmp/ticks-of-{user}'")
        return self.running(service)

    def ticks_on(self, user):
        """The timer goes off again."""
        size = f"stat -c %s /tmp/ticks-of-{user}"
        self.eventually(lambda: self.host.run(size, check=False).code == 0, PATIENCE, "once")
        before = int(self.host.run(size).out)
        self.eventually(lambda: int(self.host.run(size).out) > before, PATIENCE, "again")

    def programs(self, user):
        cron, job = sleep(), sleep()
        self.host.run(f"crontab -u {user} -", input=f"@reboot exec {cron}\n")
        self.addCleanup(self.host.run, f"crontab -u {user} -r; systemctl stop job-of-{user}")
        run = f"systemd-run --quiet --uid={user} --unit=job-of-{user} {job}"
        return {
            "a lingering service": self.user_manager(user),
            "a job of cron": self.started("rm -f /run/crond.reboot; systemctl restart cron", cron),
            "a service of the host": self.started(run, job),
            "a session of a programmatic service": self.programmatic("filer", user)}

    def test_R2_programmatic_access_goes_on(self):
        user = self.person()
        stays = self.programs(user)
        self.ticks_on(user)
        typed_at = self.shell(user, FIRST)
        ends = [self.in_background(typed_at), self.in_background(self.shell(user)),
                self.programmatic("locker", user)]
        self.types_passwd(typed_at)
        self.have_ended(ends)
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, stays.values())), f"{stays} run")
        self.assertEqual(self.listed(user), [stays["a session of a programmatic service"].session])
        self.ticks_on(user)
        self.came_in(people.public_key(self.host, user), "the key of before")
        self.came_in(people.cron(self.host, user), "another job of cron")

    def test_R2_the_user_manager_of_who_logs_on_again_at_once(self):
        """logind keeps it for a while, lingering or not."""
        user, service = self.person(), sleep()
        session = self.shell(user)
        session.type(f"systemd-run --user --quiet {service}")
        stays = self.running(service)
        self.assertEqual(stays.user_slice, -1, "expected: in no session")
        ends = self.in_background(session)
        self.reset(user)
        self.have_ended([ends])
        again = self.shell(user, SECOND)
        self.throughout(USER_STOP_DELAY + 2, lambda: self.runs(stays), f"{stays} runs")
        self.answers(again)

    # --- others ---------------------------------------------------------------------------------

    def test_R5_R7_the_session_of_another_in_which_somebody_became_the_account(self):
        user, other = self.person(), self.person(managed=False)
        guest = self.shell(other)
        guest.type(f"su {user}")
        guest.answer("Password: ", FIRST)
        guest.expect(r"\$ ", 20)
        inside = self.in_background(guest)
        self.assertEqual((inside.uid, inside.user_slice),
                         (people.uid_of(self.host, user), people.uid_of(self.host, other)))
        plain = self.shell(other)
        stays = [inside, self.in_background(plain)]
        typed_at = self.shell(user, FIRST)
        ends = [self.in_background(typed_at), self.in_background(self.shell(user))]
        self.types_passwd(typed_at)
        self.have_ended(ends)
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, stays)), f"{stays} run")
        self.answers(guest)
        self.answers(plain)
        left = self.host.run(f"ramctl sessions {user} --leftover --json", check=False)
        rows = {row["Process"]: row for row in json.loads(left.out) if not row["UserManager"]}
        self.assertEqual(left.code, 1, f"expected: something is left over; {left}")
        self.assertEqual(rows[inside.pid]["SessionUser"], other, left.out)
        self.assertLessEqual({row["SessionUser"] for row in rows.values()}, {other}, left.out)

    # --- the account's own that came later ------------------------------------------------------

    def test_R4_sessions_that_are_opened_after_the_change_stay(self):
        user = self.person()
        typed_at = self.shell(user, FIRST)
        deaf = sleep()
        typed_at.type(f"(trap '' TERM HUP; exec {deaf}) & echo deaf")
        typed_at.expect("deaf\r")
        ends = [self.in_background(typed_at), self.running(deaf)]
        self.types_passwd(typed_at)
        with_password = self.shell(user, SECOND)
        self.assertTrue(self.runs(ends[1]), "expected: opened before all of the others has ended")
        with_key = self.shell(user)
        later = [self.in_background(with_password), self.in_background(with_key)]
        self.have_ended(ends)
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, later)), f"{later} run")
        self.answers(with_password)
        self.answers(with_key)
        self.assertEqual(sorted(self.listed(user)), sorted(one.session for one in later))

    def test_R4_the_logon_that_was_forced_to_change_goes_on(self):
        user = self.person("--reset-required=yes")
        ends = self.in_background(self.shell(user))
        forced = self.terminal(*people.ssh_argv(user, method="keyboard-interactive", tty=True))
        forced.answer("Password: ", FIRST)
        forced.answer("New password: ", SECOND)
        forced.answer("Retype new password: ", SECOND)
        forced.expect(r"1 other session of this account is being ended\.", 30)
        forced.expect(r"\$ ", 30)
        goes_on = self.in_background(forced)
        self.have_ended([ends])
        self.throughout(FIRST_SWEEP, lambda: self.runs(goes_on), f"{goes_on} runs")
        self.answers(forced)
        self.assertEqual(self.listed(user), [goes_on.session])


if __name__ == "__main__":
    unittest.main()
