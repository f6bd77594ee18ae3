# SPDX-License-Identifier: LGPL-2.1-or-later
"""R1, R6: sessions end whatever happens to logind, the bus and polkit meanwhile."""

import unittest

from harness import people
from harness.session_case import (FIRST, FIRST_SWEEP, PATIENCE, SECOND, SESSIONS_END,
                                  SessionsCase)

RULE = "/usr/share/polkit-1/rules.d/ramd.rules"
AWAY = "/root/ramd.rules"
RECORD = """
polkit.addRule(function(action, subject) {
    if (subject.user == "ramd") polkit.spawn(["/usr/bin/logger", "-t", "ramd-asks", action.id]);
    return polkit.Result.NOT_HANDLED;
});
"""
# Between two tries when polkit has said no, and for polkit to read its rules again.
REFUSED_PAUSE = 30 + 10


class Always(SessionsCase):
    """What the tests have in common; they are in the classes below."""

    def setUp(self):
        """What ends, of an account that is changed, and what stays, of another one."""
        self.user = self.person()
        self.stranger = self.shell(self.person())
        self.strangers = self.in_background(self.stranger)
        self.ends, _ = self.obedient_and_deaf(self.user)
        self.addCleanup(self.host.run, "systemctl start dbus.socket systemd-logind ramd.socket")

    def holds(self, timeout=SESSIONS_END, **how):
        """What had to end has ended, and what had to stay is there: also a session of after."""
        self.have_ended(self.ends, timeout=timeout, **how)
        self.stays(self.strangers)
        self.answers(self.stranger)
        later = self.shell(self.user, SECOND)
        newest = self.in_background(later)
        self.throughout(FIRST_SWEEP, lambda: self.runs(newest), "a session of after it stays")
        self.answers(later)
        self.said(self.user, "sessions-revoked")
        self.assertEqual(self.host.run("ramctl status", check=False).code, 0)

    def main_pid(self, unit):
        return int(self.host.run(f"systemctl show -P MainPID {unit}").out)


class LogindAndBus(Always):
    slow = True

    def test_R1_logind_is_restarted_at_the_change(self):
        before = self.main_pid("systemd-logind")
        self.host.run("systemctl restart --no-block systemd-logind")
        self.reset(self.user)
        self.host.run("systemctl restart systemd-logind")
        self.assertNotEqual(self.main_pid("systemd-logind"), before)
        self.holds(empty_shells=True)

    def test_R1_logind_is_masked_at_the_change_and_comes_back_later(self):
        self.host.run("systemctl mask --quiet --runtime --now systemd-logind")
        try:
            self.reset(self.user)
            self.throughout(3, lambda: all(map(self.runs, self.ends)), "nobody can end them")
        finally:
            self.host.run("systemctl unmask --quiet --runtime systemd-logind")
            self.host.run("systemctl start systemd-logind")
        self.holds(30, empty_shells=True)

    def test_R1_the_bus_is_killed_at_the_change(self):
        bus = self.main_pid("dbus")
        logind = self.main_pid("systemd-logind")
        self.host.run(f"kill -STOP {logind}")
        self.reset(self.user)
        self.host.run(f"kill -9 {bus}; kill -CONT {logind}")
        self.eventually(lambda: self.main_pid("dbus") not in (0, bus), PATIENCE, "another bus")
        self.holds(30, empty_shells=True)

    def test_R1_zz_nothing_is_left_to_do_after_a_boot(self):
        self.host.run(f"kill -STOP {self.main_pid('systemd-logind')}")
        self.reset(self.user)
        self.stays(*self.ends)
        self.host.power_cut()
        self.host.boot()
        later = self.shell(self.user, SECOND)
        stays = self.in_background(later)
        self.throughout(FIRST_SWEEP, lambda: self.runs(stays), "a session of the new boot stays")
        self.answers(later)
        self.refused(people.ssh_password(self.host, self.user, FIRST), "the old password")
        done = self.host.run(f"ramctl status && ramctl revoke {self.user} --yes")
        self.assertIn("1 ended, 0 outstanding\n", done.out)


class Polkit(Always):
    slow = True

    def polkit_says_no(self):
        self.host.run(f"mv {RULE} {AWAY}")
        self.addCleanup(self.host.run, f"[ -e {RULE} ] || mv {AWAY} {RULE}")
        as_ramd = "setpriv --reuid=ramd --regid=ramd --clear-groups"
        may = f"{as_ramd} pkcheck --process $$ --action-id org.freedesktop.login1.manage"
        self.eventually(lambda: self.host.run(may, check=False).code != 0, PATIENCE, "no rule")

    def test_R6_without_the_rule_the_change_holds_and_sessions_end_when_it_is_back(self):
        self.polkit_says_no()
        typed_at = self.shell(self.user, FIRST)
        self.ends.append(self.in_background(typed_at))
        self.types_passwd(typed_at)
        self.assertIn("are not ended: ramd has no permission", typed_at.text())
        self.came_in(people.ssh_password(self.host, self.user, SECOND), "the new password")
        self.refused(people.ssh_password(self.host, self.user, FIRST), "the old password")
        said = self.said(self.user, "sessions-outstanding")
        self.assertRegex(said, "(?i)not authorized|permission|denied|authentication")
        told = self.host.run(f"ramctl revoke {self.user} --yes", check=False)
        self.assertEqual(told.code, 1, str(told))
        self.assertRegex(told.out, r"^0 ended, [1-9]\d* outstanding: no permission, .*\n$")
        self.stays(*self.ends)
        self.assertEqual(self.events(self.user, "sessions-revoked"), [])
        self.host.run(f"mv {AWAY} {RULE}")
        self.holds(REFUSED_PAUSE)

    def test_R6_ramd_asks_polkit_for_the_management_of_sessions_alone(self):
        rule = "/etc/polkit-1/rules.d/00-record.rules"
        self.host.write(rule, RECORD)
        self.addCleanup(self.host.run, f"rm {rule}")
        self.host.run("systemctl restart polkit")
        self.reset(self.user)
        self.holds()
        asked = self.host.run("journalctl -o cat -t ramd-asks").out.splitlines()
        self.assertEqual(set(asked), {"org.freedesktop.login1.manage"})


if __name__ == "__main__":
    unittest.main()
