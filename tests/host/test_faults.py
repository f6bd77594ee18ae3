# SPDX-License-Identifier: LGPL-2.1-or-later
"""X7, R1, R4, F8: what breaks around a logon, and what holds all the same."""

import os
import select
import signal
import socket
import time
import unittest

from harness import people
from harness.case import HostCase

FIRST = "First-password-1"
SECOND = "Second-password-2"
SESSIONS_END = 15
QUICK = 6  # seconds a logon may take with a broken bus; sound, it takes less than one


class BrokenBus(HostCase):
    """X7. pam_systemd waits for the bus by itself, so it is taken out here: what is left is ours."""

    @classmethod
    def prepare(cls, host):
        host.run("DEBIAN_FRONTEND=noninteractive pam-auth-update --disable systemd")
        people.add_user(host, "walker", "Walker-walks-1")
        people.add_user(host, "ann")
        people.manage(host, "ann", FIRST)

    def logs_on(self):
        for door in (people.ssh_password, people.ssh_kbdint, people.su):
            began = time.monotonic()
            self.came_in(door(self.host, "ann", FIRST), f"ann at {door.__name__}")
            self.assertLess(time.monotonic() - began, QUICK, f"expected a quick {door.__name__}")
            self.refused(door(self.host, "ann", "Wrong-one-1"), f"a wrong password at {door.__name__}")
        self.host.run("ramctl show ann", timeout=QUICK)

    def logind_is_out_of_reach(self):
        """Without its bus ramd cannot ask logind, and says so."""
        done = self.host.run("ramctl sessions ann", check=False, timeout=QUICK)
        self.assertEqual(done.code, 8, f"expected: sessions cannot be listed; {done}")
        self.assertRegex(done.err, "^ramctl: ServiceFailure: .*[(]request [0-9a-f]{32}[)]")
        number = done.err.rsplit("request ", 1)[1].split(")")[0]
        said = self.host.run(f"journalctl -o cat RAMAUTH_REQUEST_ID={number}").out
        self.assertIn("logind did not tell the sessions", said, "expected: the journal says why")

    def test_X7_dbus_hangs(self):
        self.host.run("systemctl kill -s STOP dbus.service")
        try:
            self.logs_on()
            self.logind_is_out_of_reach()
        finally:
            self.host.run("pkill -CONT -x dbus-daemon")

    def test_X7_dbus_is_flooded_by_an_ordinary_user(self):
        """64 connections that never say who they are keep every newcomer out."""
        directory = os.open(self.host.path("/run/dbus"), os.O_PATH)
        pid = os.fork()
        if pid == 0:
            try:
                _flood(f"/proc/self/fd/{directory}/system_bus_socket")
            finally:
                os._exit(1)
        os.close(directory)
        try:
            self.eventually(lambda: self.host.run("timeout 2 busctl --quiet list", check=False).code,
                            20, "the bus takes no newcomer any more")
            self.logs_on()
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def test_X7_zz_dbus_is_stopped(self):
        self.host.run("systemctl stop dbus.socket dbus.service")
        self.logs_on()
        self.logind_is_out_of_reach()


def _flood(path):
    """As nobody, because the bus counts by user: holds more silent connections than the bus has
    room for, and replaces those that it drops."""
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    held = []
    while True:
        if len(held) < 200:
            client = socket.socket(socket.AF_UNIX)
            client.setblocking(False)
            if client.connect_ex(path) == 0:
                held.append(client)
                continue
        dropped, _, _ = select.select(held, [], [], 0.05)
        held = [client for client in held if client not in dropped]


class Interrupted(HostCase):
    @classmethod
    def prepare(cls, host):
        for name in ("kay", "lee", "mia", "ned", "oda"):
            people.add_user(host, name)
            people.manage(host, name, FIRST)

    def key_session(self, user, work="sleep 86397"):
        people.public_key(self.host, user)
        session = self.host.terminal(*people.ssh_argv(user, method="publickey", tty=True))
        self.addCleanup(session.close)
        session.expect(r"\$ ", 20)
        session.type(f"(trap '' TERM HUP; exec {work}) & echo at-work")
        session.expect("at-work\r")
        return session

    def gone(self, user, work="sleep 86397"):
        return self.host.run(f"pgrep -u {user} -f '{work}'", check=False).code == 1

    def kill_ramd(self):
        self.host.run("kill -9 $(systemctl show -P MainPID ramd.service)")

    def test_R1_ramd_killed_between_the_change_and_the_end_of_the_sessions(self):
        self.key_session("kay")
        logind = self.host.run("systemctl show -P MainPID systemd-logind.service").out.strip()
        self.host.run(f"kill -STOP {logind}")
        try:
            self.host.run("ramctl reset-password kay --password-stdin --reset-required=no",
                          input=SECOND + "\n")
            self.assertFalse(self.gone("kay"), "the test holds logind: nothing can have ended")
            self.kill_ramd()
        finally:
            self.host.run(f"kill -CONT {logind}")
        self.eventually(lambda: self.gone("kay"), SESSIONS_END,
                        "ramd takes the revocation up again when it starts")
        self.came_in(people.ssh_password(self.host, "kay", SECOND), "the new password")

    def test_R1_power_cut_after_an_answered_change(self):
        self.host.run("ramctl reset-password lee --password-stdin --reset-required=no",
                      input=SECOND + "\n")
        self.host.power_cut()
        self.host.boot()
        self.came_in(people.ssh_password(self.host, "lee", SECOND), "the new password")
        self.refused(people.ssh_password(self.host, "lee", FIRST), "the old password")
        status = self.host.run("ramctl status", check=False)
        self.assertEqual(status.code, 0, f"expected: nothing is outstanding; {status}")

    def overtaken(self, user, method):
        """A logon proves the old password, and a reset comes before it opens its session."""
        gate, there = f"/run/gate-{user}", f"/run/waits-{user}"
        self.host.write("/usr/local/bin/wait-at-the-gate",
                        '#!/bin/sh\n[ -e "/run/gate-$PAM_USER" ] || exit 0\n'
                        ': >"/run/waits-$PAM_USER"\n'
                        'while [ -e "/run/gate-$PAM_USER" ]; do sleep 0.1; done\n', 0o755)
        self.host.run(f"touch {gate}; grep -q at-the-gate /etc/pam.d/sshd || sed -i '0,/common-session/"
                      "s,.*common-session.*,session optional pam_exec.so "
                      "/usr/local/bin/wait-at-the-gate\\n&,' /etc/pam.d/sshd")
        with self.host.terminal(*people.ssh_argv(user, people.GREETING, method=method)) as t:
            t.answer("[Pp]assword: ", FIRST)
            self.eventually(lambda: self.host.run(f"test -e {there}", check=False).code == 0, 20,
                            "the logon waits before its session")
            self.host.run(f"ramctl reset-password {user} --password-stdin --reset-required=no",
                          input=SECOND + "\n")
            self.host.run(f"rm {gate}")
            code = t.wait(30)
            self.assertNotIn(f"in-as-{user}", t.text(), "expected: a stale logon opens no session")
            self.assertNotEqual(code, 0, t.text())
        self.came_in(people.ssh_password(self.host, user, SECOND), "the new password")

    def test_R4_password_authentication_overtaken_by_a_reset(self):
        self.overtaken("mia", "password")

    def test_R4_keyboard_interactive_overtaken_by_a_reset(self):
        self.overtaken("ned", "keyboard-interactive")


    def test_R4_a_session_that_opens_after_a_reset_and_a_crash_of_ramd(self):
        """ramd has let the logon in, and pam_systemd has not yet asked logind."""
        self.host.write("/usr/local/bin/wait-at-the-second-gate",
                        '#!/bin/sh\n[ -e "/run/second-gate-$PAM_USER" ] || exit 0\n'
                        ': >"/run/waits-again-$PAM_USER"\n'
                        'while [ -e "/run/second-gate-$PAM_USER" ]; do sleep 0.1; done\n', 0o755)
        self.host.run("touch /run/second-gate-oda; grep -q second-gate /etc/pam.d/common-session || "
                      "sed -i '/pam_ramauth.so/a session optional pam_exec.so "
                      "/usr/local/bin/wait-at-the-second-gate' /etc/pam.d/common-session")
        with self.host.terminal(*people.ssh_argv("oda", tty=True)) as t:
            t.answer("[Pp]assword: ", FIRST)
            self.eventually(
                lambda: self.host.run("test -e /run/waits-again-oda", check=False).code == 0, 20,
                "the logon waits between ramd and logind")
            self.host.run("ramctl reset-password oda --password-stdin --reset-required=no",
                          input=SECOND + "\n")
            self.kill_ramd()
            self.eventually(lambda: self.host.run("ramctl status", check=False).code != 8, 20,
                            "ramd is back")
            self.host.run("rm /run/second-gate-oda")
            t.wait(SESSIONS_END)
        self.assertEqual(self.host.run("pgrep -u oda -f bash", check=False).code, 1,
                         "expected: the session with the old password has ended")
        self.came_in(people.ssh_password(self.host, "oda", SECOND), "the new password")


class Refused(HostCase):
    """F8, S1, S3: ramd makes no store by itself, touches none that is not its own, and does not
    spin. Each refusal holds the next start back for 30 s."""

    slow = True

    @classmethod
    def prepare(cls, host):
        host.run("chpasswd", input="root:root-of-all-1\n")
        people.add_user(host, "ann")
        people.manage(host, "ann", FIRST)
        host.run("systemctl stop ramd.service; cp -a /var/lib/ramd/data.mdb /root/kept.mdb")

    def setUp(self):
        self.host.run("systemctl stop ramd.service; cp -a /root/kept.mdb /var/lib/ramd/data.mdb")

    def stays_out(self, after):
        before = self.host.run("sha256sum /var/lib/ramd/* 2>/dev/null", check=False).out
        self.host.run("systemctl start ramd.service", check=False)
        self.refused(people.ssh_password(self.host, "ann", FIRST), f"ann with {after}")
        self.came_in(people.login(self.host, "root", "root-of-all-1"), "root")
        self.assertEqual(self.host.run("sha256sum /var/lib/ramd/* 2>/dev/null", check=False).out,
                         before, f"expected: {after} is left as it is")
        starts = self.host.run("journalctl -u ramd.service --since -25s -o cat").out
        self.assertLessEqual(starts.count("Main process exited"), 1 + 1,
                             f"expected: not asked more than once in 30 s; {starts}")

    def works_again(self):
        self.host.run("cp -a /root/kept.mdb /var/lib/ramd/data.mdb; systemctl restart ramd.service")
        self.came_in(people.ssh_password(self.host, "ann", FIRST), "ann with the store put back")


class RefusedStore(Refused):
    def test_F8_a_lost_store(self):
        self.host.run("rm /var/lib/ramd/data.mdb")
        self.stays_out("no store")
        self.works_again()

    def test_F8_an_empty_store(self):
        self.host.run("truncate -s 0 /var/lib/ramd/data.mdb")
        self.stays_out("an empty store")
        self.works_again()


class DamagedStore(Refused):
    def test_S1_a_damaged_store(self):
        self.host.run("size=$(stat -c %s /var/lib/ramd/data.mdb); dd if=/dev/urandom "
                      "of=/var/lib/ramd/data.mdb bs=64 count=$((size / 64)) conv=notrunc status=none")
        self.stays_out("a damaged store")
        self.works_again()

    def test_O6_a_configuration_that_does_not_parse(self):
        self.host.run("printf 'HashMemory=64\\nHashMemroy=64\\n' >/etc/ramd.conf")
        try:
            self.host.run("systemctl restart ramd.service", check=False)
            self.refused(people.ssh_password(self.host, "ann", FIRST), "ann")
            said = self.host.run("journalctl -u ramd.service -o cat").out
            self.assertIn("/etc/ramd.conf:2:", said, "expected: file and line in the journal")
        finally:
            self.host.run(": >/etc/ramd.conf; systemctl restart ramd.service")


if __name__ == "__main__":
    unittest.main()
