# SPDX-License-Identifier: LGPL-2.1-or-later
"""R2 with RevokeScope=user: the user manager and what lingers end as well."""

import time
import unittest

from harness import people
from harness.session_case import (FIRST, FIRST_SWEEP, SECOND, SESSIONS_END,
                                  SessionsCase, sleep, without_person)

TAKES = 3  # seconds that a slow unit takes to stop


class ScopeUser(SessionsCase):
    @classmethod
    def prepare(cls, host):
        without_person(host, "filer")
        host.run("ramctl preference set RevokeScope=user "
                 "ProgrammaticServices=cron,atd,systemd-user,filer")

    def account(self, linger=False, stop="true"):
        """An account with an enabled user unit, and what that unit runs."""
        user, unit = self.person(), sleep()
        directory = f"/home/{user}/.config/systemd/user"
        self.host.run(f"su {user} -c 'mkdir -p {directory}/default.target.wants'")
        self.host.write(f"{directory}/enabled.service",
                        f"[Service]\nExecStart={unit}\nExecStop={stop}\n")
        self.host.run(f"ln -s ../enabled.service {directory}/default.target.wants")
        # The manager of the first logon is gone before the unit is wanted.
        self.host.run(f"systemctl stop user@{people.uid_of(self.host, user)}.service")
        if linger:
            self.host.run(f"loginctl enable-linger {user}")
            self.lingers(user, unit)
        return user, unit

    def lingers(self, user, unit):
        """Its unit, run by a manager that needs no session."""
        manager = f"user@{people.uid_of(self.host, user)}.service"
        self.host.run(f"systemctl start {manager}")
        return self.running(unit)

    def manager(self, user):
        uid = people.uid_of(self.host, user)
        return self.running("/lib/systemd/systemd --user", uid=uid)

    def has_gone(self, *processes):
        for process in processes:
            self.eventually(lambda: not self.runs(process), SESSIONS_END, f"{process} has ended")

    def test_R2_the_manager_and_what_lingers_end_and_enabled_units_return(self):
        (user, unit), (other, its) = self.account(linger=True), self.account(linger=True)
        stays = [self.lingers(other, its), self.manager(other)]
        service = sleep()
        session = self.shell(user)
        session.type(f"systemd-run --user --quiet {service}")
        ends = [self.manager(user), self.running(unit), self.running(service),
                self.in_background(session)]
        self.reset(user)
        self.has_gone(*ends)
        self.said(user, "sessions-revoked")
        self.stays(*stays)
        again = self.shell(user, SECOND)
        self.assertTrue(self.running(unit), "expected: what is enabled returns at the next logon")
        self.answers(again)
        self.assertFalse([one for one in self.now() if one.command == service])

    def test_R2_without_linger_nothing_is_called_outstanding_that_has_ended(self):
        user, unit = self.account()
        ends = [self.in_background(self.shell(user)), self.manager(user), self.running(unit)]
        done = self.host.run(f"ramctl revoke {user} --yes", check=False)
        self.has_gone(*ends)
        self.assertEqual((done.code, done.out), (0, "1 ended, 0 outstanding\n"), str(done))

    def test_R2_a_logon_while_the_manager_stops_waits_and_gets_a_new_one(self):
        user, unit = self.account(stop=f"sleep {TAKES}")
        ends = [self.in_background(self.shell(user)), self.running(unit), self.manager(user)]
        began = time.monotonic()
        self.reset(user)
        self.has_gone(ends[0])
        self.assertTrue(self.runs(ends[2]), "expected: the old manager is still at it")
        session = self.shell(user, SECOND)
        self.assertGreaterEqual(time.monotonic() - began, TAKES, "expected: logind lets it wait")
        self.has_gone(*ends)
        later = [self.in_background(session), self.running(unit), self.manager(user)]
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, later)), f"{later} run")
        self.answers(session)

    def test_R2_a_manager_that_was_started_after_the_end_of_the_old_one_stays(self):
        user, unit = self.account(linger=True)
        session = self.shell(user)
        ends = [self.in_background(session), self.running(unit), self.manager(user)]
        self.reset(user)
        self.has_gone(*ends)
        with self.shell(user, SECOND) as once:
            self.host.run(f"loginctl enable-linger {user}")
            later = [self.running(unit), self.manager(user)]
            once.type("exit")
            once.wait()
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, later)), f"{later} run")

    def test_R2_a_manager_that_was_started_during_the_end_of_the_old_one_stays(self):
        user, unit = self.account(linger=True, stop="sleep 1")
        session = self.shell(user)
        ends = [self.in_background(session), self.running(unit), self.manager(user)]
        self.reset(user)
        self.has_gone(ends[0])
        with self.shell(user, SECOND) as once:
            self.has_gone(*ends)
            self.host.run(f"loginctl enable-linger {user}")
            later = [self.running(unit), self.manager(user)]
            once.type("exit")
            once.wait()
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, later)), f"{later} run")

    def test_R2_a_session_that_stays_keeps_the_manager_and_that_is_said(self):
        user, unit = self.account(linger=True)
        stays = [self.programmatic("filer", user), self.running(unit), self.manager(user)]
        ends = [self.in_background(self.shell(user, FIRST))]
        self.reset(user)
        self.have_ended(ends)
        self.assertIn("the user manager and its services stay, because sessions stay",
                      self.said(user, "sessions-outstanding"))
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, stays)), f"{stays} run")


if __name__ == "__main__":
    unittest.main()
