# SPDX-License-Identifier: LGPL-2.1-or-later
"""R4, R5: sessions that are opened meanwhile, and numbers and names that were used again."""

import unittest

from harness import people
from harness.session_case import FIRST, FIRST_SWEEP, SECOND, SessionsCase, without_person


class OnlyThose(SessionsCase):
    @classmethod
    def prepare(cls, host):
        without_person(host, "locker")

    def polkit_hangs(self):
        """logind opens and lists sessions then, and ends none for ramd."""
        self.host.run("systemctl start polkit; systemctl kill -s STOP polkit")
        self.addCleanup(self.polkit_goes_on)

    def polkit_goes_on(self):
        self.host.run("systemctl kill -s CONT polkit")

    def gone(self, user):
        """userdel with sessions open: they end."""
        ends = self.of_sessions(user)
        self.host.run(f"userdel -f {user}", check=False)
        self.have_ended(ends)

    def given_the_uid(self, uid, name):
        self.host.run(f"rm -rf /home/{name}; useradd -m -s /bin/bash -u {uid} {name}")
        self.assertEqual(people.uid_of(self.host, name), uid)
        self.came_in(people.public_key(self.host, name), f"{name} with a key")

    # --- time -----------------------------------------------------------------------------------

    def test_R4_a_session_that_is_opened_between_the_change_and_the_end_survives(self):
        user = self.person()
        ends = [self.in_background(self.shell(user)), self.programmatic("locker", user)]
        self.polkit_hangs()
        self.reset(user)
        later = [self.shell(user, SECOND), self.shell(user)]
        stays = [self.in_background(terminal) for terminal in later]
        self.stays(*ends)
        self.polkit_goes_on()
        self.have_ended(ends, timeout=60)
        self.throughout(FIRST_SWEEP, lambda: all(map(self.runs, stays)), f"{stays} run")
        for terminal in later:
            self.answers(terminal)

    # --- numbers and names ----------------------------------------------------------------------

    def test_R5_the_number_of_a_session_is_given_to_a_stranger(self):
        user, stranger = self.person(), self.person()
        self.host.run("systemctl restart systemd-logind")
        numbered, plain = self.programmatic("locker", user), self.in_background(self.shell(user))
        self.polkit_hangs()
        self.reset(user)
        self.host.run(f"systemctl stop locker-of-{user}")
        self.have_ended([numbered])
        self.host.run("systemctl restart systemd-logind")
        strangers = self.programmatic("locker", stranger)
        self.assertEqual(strangers.session, numbered.session, "the test's own: it comes again")
        self.polkit_goes_on()
        self.have_ended([plain], timeout=60)
        self.throughout(FIRST_SWEEP, lambda: self.runs(strangers), f"{strangers} runs")
        self.assertEqual(self.listed(stranger), [strangers.session])

    def test_R5_a_name_and_a_uid_that_were_given_to_others(self):
        first, second = self.person(), f"{self.person()}x"
        old = people.uid_of(self.host, first)
        self.gone(first)
        self.host.run(f"ramctl delete {first} --yes")
        self.given_the_uid(old, second)
        self.given_the_uid(old + 5000, first)
        for name in (first, second):
            people.manage(self.host, name, FIRST)
        uid_of_before, name_of_before = self.shell(second), self.shell(first)
        stays = self.in_background(uid_of_before)
        ends = self.in_background(name_of_before)
        self.reset(first)
        self.have_ended([ends])
        self.throughout(FIRST_SWEEP, lambda: self.runs(stays), f"{stays} runs")
        self.answers(uid_of_before)
        name_of_before = self.shell(first, SECOND)
        ends, stays = stays, self.in_background(name_of_before)
        self.reset(second)
        self.have_ended([ends])
        self.throughout(FIRST_SWEEP, lambda: self.runs(stays), f"{stays} runs")
        self.answers(name_of_before)

    def test_R5_an_orphaned_profile_is_deleted_when_its_uid_is_a_strangers(self):
        user, stranger = self.person(), f"{self.person()}x"
        uid, ends = people.uid_of(self.host, user), self.in_background(self.shell(user))
        self.gone(user)
        self.assertFalse(self.runs(ends))
        self.given_the_uid(uid, stranger)
        session = self.shell(stranger)
        stays = self.in_background(session)
        self.host.run(f"ramctl delete {user} --yes")
        self.throughout(FIRST_SWEEP, lambda: self.runs(stays), f"{stays} runs")
        self.answers(session)


if __name__ == "__main__":
    unittest.main()
