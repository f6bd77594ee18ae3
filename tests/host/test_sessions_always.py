# SPDX-License-Identifier: LGPL-2.1-or-later
"""R1, R6: sessions end whatever happens to logind, the bus and polkit meanwhile."""

import unittest

from harness import people
from harness.sessions import FIRST, PATIENCE, SECOND, SESSIONS_END, SessionsCase, sleep

RULE = "/usr/share/polkit-1/rules.d/ramd.rules"
FIRST_SWEEP = 6
# Between two tries when polkit has said no, and for polkit to read its rules again.
REFUSED_PAUSE = 30 + 10


class Always(SessionsCase):
    slow = True

    def setUp(self):
        """What ends, of an account that is changed, and what stays, of another one."""
        self.user = self.person()
        self.stranger = self.shell(self.person())
        self.strangers = self.in_background(self.stranger)
        self.ends = self.opened()
        self.addCleanup(self.host.run, "systemctl start dbus.socket systemd-logind ramd.socket")

    def opened(self):
        """A session that obeys and one that was left behind and does not."""
        left, deaf = self.shell(self.user), sleep()
        left.type(f"(trap '' TERM HUP; exec nohup {deaf}) >/dev/null 2>&1 & echo left")
        left.expect("left\r")
        process = self.running(deaf)
        left.type("exit")
        left.wait()
        return [process, self.in_background(self.shell(self.user))]

    def holds(self, timeout=SESSIONS_END):
        """What had to end has ended, and what had to stay is there: also a session of after."""
        self.have_ended(self.ends, timeout=timeout)
        self.stays(self.strangers)
        self.answers(self.stranger)
        later = self.shell(self.user, SECOND)
        newest = self.in_background(later)
        self.throughout(FIRST_SWEEP, lambda: self.runs(newest), "a session of after the change stays")
        self.answers(later)
        self.eventually(lambda: self.events(self.user, "sessions-revoked"), PATIENCE, "it is said")
        self.assertEqual(self.host.run("ramctl status", check=False).code, 0)

    def main_pid(self, unit):
        return int(self.host.run(f"systemctl show -P MainPID {unit}").out)

    # --- logind ---------------------------------------------------------------------------------

    def test_R1_logind_is_restarted_at_the_change(self):
        before = self.main_pid("systemd-logind")
        self.host.run("systemctl restart --no-block systemd-logind")
        self.reset(self.user)
        self.host.run("systemctl restart systemd-logind")
        self.assertNotEqual(self.main_pid("systemd-logind"), before)
        self.holds()

    def test_R1_logind_is_masked_at_the_change_and_comes_back_later(self):
        self.host.run("systemctl mask --quiet --runtime --now systemd-logind")
        try:
            self.reset(self.user)
            self.throughout(3, lambda: all(map(self.runs, self.ends)), "nobody can end them")
        finally:
            self.host.run("systemctl unmask --quiet --runtime systemd-logind")
            self.host.run("systemctl start systemd-logind")
        self.holds(30)

    # --- the bus --------------------------------------------------------------------------------

    def test_R1_the_bus_is_killed_at_the_change(self):
        bus = self.main_pid("dbus")
        logind = self.main_pid("systemd-logind")
        self.host.run(f"kill -STOP {logind}")
        self.reset(self.user)
        self.host.run(f"kill -9 {bus}; kill -CONT {logind}")
        self.eventually(lambda: self.main_pid("dbus") not in (0, bus), PATIENCE, "another bus")
        self.holds(30)

    # --- polkit ---------------------------------------------------------------------------------

    def polkit_says_no(self):
        self.host.run(f"mv {RULE} /root/")
        self.addCleanup(self.host.run, f"[ -e {RULE} ] || mv /root/{RULE.rpartition('/')[2]} {RULE}")
        as_ramd = "setpriv --reuid=ramd --regid=ramd --clear-groups"
        may = f"{as_ramd} pkcheck --process $$ --action-id org.freedesktop.login1.manage"
        self.eventually(lambda: self.host.run(may, check=False).code != 0, PATIENCE, "no rule")

    def test_R6_without_the_rule_the_change_holds_and_sessions_end_when_it_is_back(self):
        self.polkit_says_no()
        typed_at = self.shell(self.user, FIRST)
        self.ends.append(self.in_background(typed_at))
        self.types_passwd(typed_at)
        self.came_in(people.ssh_password(self.host, self.user, SECOND), "the new password")
        self.refused(people.ssh_password(self.host, self.user, FIRST), "the old password")
        said = self.eventually(lambda: self.events(self.user, "sessions-outstanding"), PATIENCE, "said")
        self.assertRegex(said[0], "(?i)not authorized|permission|denied|authentication")
        told = self.host.run(f"ramctl revoke {self.user} --yes", check=False)
        self.assertEqual(told.code, 1, str(told))
        self.assertRegex(told.out, r"^0 ended, [1-9]\d* outstanding\n$")
        self.stays(*self.ends)
        self.assertEqual(self.events(self.user, "sessions-revoked"), [])
        self.host.run(f"mv /root/{RULE.rpartition('/')[2]} {RULE}")
        self.holds(REFUSED_PAUSE)

    def test_R6_ramd_asks_polkit_for_the_management_of_sessions_alone(self):
        rule = "/etc/polkit-1/rules.d/00-record.rules"
        self.host.write(rule, 'polkit.addRule(function(action, subject) { if (subject.user == "ramd") '
                        'polkit.log("ramd-asks=" + action.id); return polkit.Result.NOT_HANDLED; });')
        self.addCleanup(self.host.run, f"rm {rule}")
        self.host.run("systemctl restart polkit")
        self.reset(self.user)
        self.holds()
        said = self.host.run("journalctl -o cat _COMM=polkitd").out.splitlines()
        asked = {line.partition("ramd-asks=")[2] for line in said if "ramd-asks=" in line}
        self.assertEqual(asked, {"org.freedesktop.login1.manage"})

    # --- a boot in between ----------------------------------------------------------------------

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


if __name__ == "__main__":
    unittest.main()
