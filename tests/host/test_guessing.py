# SPDX-License-Identifier: LGPL-2.1-or-later
"""Wrong passwords at real doors: the lock, the pauses, what is said and what is recorded."""

import json

from harness import people
from harness.case import HostCase

RIGHT = "Right-password-1"
WRONG = "Wrong-password-1"


class Guessing(HostCase):
    slow = True

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", "Walker-walks-1")
        host.run("ramctl policy set MaxLoginAttempts=3 LockoutDuration=60")

    def setUp(self):
        self.user = "u" + self.id().rsplit("_", 1)[-1][:20]
        people.add_user(self.host, self.user)
        people.manage(self.host, self.user, RIGHT)

    def guess(self, times=3, door=people.ssh_password):
        for number in range(times):
            self.refused(door(self.host, self.user, WRONG), f"guess {number + 1}")

    def records(self, event):
        out = self.host.run(f"journalctl -o json RAMAUTH_USER={self.user} RAMAUTH_EVENT={event}").out
        return [json.loads(line) for line in out.splitlines()]

    def test_L6_a_lock_looks_like_a_wrong_password(self):
        wrong = people.ssh_password(self.host, self.user, WRONG)
        self.guess(2)
        locked = people.ssh_password(self.host, self.user, RIGHT)
        self.refused(locked, "the right password of a locked profile")
        self.assertEqual(locked.shown, wrong.shown, "expected: the same words")
        self.assertNotIn("lock", locked.shown.lower())
        shown = self.host.run(f"ramctl show {self.user}").out
        self.assertRegex(shown, "(?i)lock", "expected: the administrator is told")
        self.assertEqual(len(self.records("profile-locked")), 1)
        self.host.run(f"ramctl unlock {self.user}")
        self.came_in(people.ssh_password(self.host, self.user, RIGHT), "after the unlock")

    def test_L2_a_lock_survives_ramd_and_the_host(self):
        self.guess()
        self.host.run("systemctl kill -s KILL ramd.service")
        self.refused(people.ssh_password(self.host, self.user, RIGHT), "after kill -9 of ramd")
        self.host.reboot()
        self.refused(people.ssh_password(self.host, self.user, RIGHT), "after a reboot")
        self.assertEqual(people.profile(self.host, self.user)["FailedLoginAttempts"], 3)

    def test_a_key_is_not_locked_out(self):
        self.guess()
        self.came_in(people.public_key(self.host, self.user), "the key of a locked profile")

    def test_every_door_counts_and_a_logon_clears(self):
        for door in (people.ssh_kbdint, people.su):
            self.guess(1, door)
        self.assertEqual(people.profile(self.host, self.user)["FailedLoginAttempts"], 2)
        self.came_in(people.login(self.host, self.user, RIGHT), "the right password")
        self.assertEqual(people.profile(self.host, self.user)["FailedLoginAttempts"], 0)

    def test_passwd_guesses_count_too(self):
        for _ in range(3):
            self.refused(people.passwd(self.host, self.user, WRONG, "Another-password-7"), "passwd")
        self.refused(people.ssh_password(self.host, self.user, RIGHT), "the locked profile")

    def test_a_reset_unlocks(self):
        self.guess()
        self.host.run(f"ramctl reset-password {self.user} --password-stdin --reset-required=no",
                      input="Another-password-7\n")
        self.came_in(people.ssh_password(self.host, self.user, "Another-password-7"), "the new one")

    def test_LoginLocked_is_signalled(self):
        with self.host.terminal("env", "SYSTEMD_COLORS=0", "busctl", "monitor", "--match",
                                "type='signal',interface='org.ramauth1.Manager'") as t:
            t.expect("Monitoring", 20)
            self.guess()
            t.expect("Member=LoginLocked", 20)
            t.expect(self.user, 20)


class FullDisk(HostCase):
    """The state of ramd on a small file system of its own, which is full."""

    @classmethod
    def prepare(cls, host):
        host.run("ramctl policy set MaxLoginAttempts=3 LockoutDuration=60")
        for user in ("ann", "bob"):
            people.add_user(host, user)
            people.manage(host, user, RIGHT)
        host.run("systemctl stop ramd.socket ramd.service && cp -a /var/lib/ramd /root/kept && "
                 "mount -t tmpfs -o size=2m,mode=0700,uid=$(id -u ramd),gid=$(id -g ramd) "
                 "tmpfs /var/lib/ramd && cp -a /root/kept/. /var/lib/ramd/ && "
                 "systemctl start ramd.socket ramd.service")
        host.run("dd if=/dev/zero of=/var/lib/ramd/filler bs=4k 2>/dev/null; true")

    def test_L4_right_passwords_work_and_wrong_ones_are_counted(self):
        for number in range(3):
            self.refused(people.ssh_password(self.host, "ann", WRONG), f"guess {number + 1}")
        self.refused(people.ssh_password(self.host, "ann", RIGHT), "a lock that is only in memory")
        self.came_in(people.ssh_password(self.host, "bob", RIGHT), "the right password")
        said = self.host.run("journalctl -u ramd.service RAMAUTH_EVENT=service-fault").out
        self.assertIn("not written", said, "expected: that the disk is full is said")
        self.refused(people.passwd(self.host, "bob", RIGHT, "Another-password-7"), "a change")
        self.host.run("rm /var/lib/ramd/filler")
        self.came_in(people.passwd(self.host, "bob", RIGHT, "Another-password-7"),
                     "a change once there is room, without a restart")


class Preference(HostCase):
    @classmethod
    def prepare(cls, host):
        people.add_user(host, "ann")
        people.manage(host, "ann", RIGHT)
        people.public_key(host, "ann")

    def prefer(self, **fields):
        self.host.run("ramctl preference set " +
                      " ".join(f"{name}={value}" for name, value in fields.items()))

    def test_networks_bar_by_address_and_not_the_console(self):
        self.prefer(LoginNetworkMasks="192.0.2.0/24,2001:db8::/32")
        self.addCleanup(self.prefer, LoginNetworkMasks="")
        # The client keeps what sshd has to say to itself below this level.
        argv = [word.replace("LogLevel=ERROR", "LogLevel=INFO") for word in people.ssh_argv("ann", "true")]
        with self.host.terminal(*argv) as t:
            self.assertNotEqual(people.talk(t, {"assword: ": RIGHT}), 0, t.text())
            self.assertIn("from this network", t.text(), "expected: the reason, to one who proved it")
        self.refused(people.public_key(self.host, "ann"), "a key from 127.0.0.1")
        self.came_in(people.login(self.host, "ann", RIGHT), "the console")
        self.prefer(LoginNetworkMasks="192.0.2.0/24,127.0.0.0/8")
        self.came_in(people.ssh_password(self.host, "ann", RIGHT), "ssh from a network of the list")

    def test_use_dns_does_not_open_or_close_a_network(self):
        self.host.run("echo 'UseDNS yes' >/etc/ssh/sshd_config.d/dns.conf && systemctl reload ssh")
        self.addCleanup(self.host.run, "rm /etc/ssh/sshd_config.d/dns.conf; systemctl reload ssh")
        self.prefer(LoginNetworkMasks="127.0.0.0/8")
        self.addCleanup(self.prefer, LoginNetworkMasks="")
        self.came_in(people.ssh_kbdint(self.host, "ann", RIGHT), "localhost, known by its address")

    def test_masks_that_are_none_change_nothing(self):
        before = self.host.run("ramctl preference show --json").out
        for wrong in ("10.0.0.0/33", "10.0.0.1/8", "host.example", ",".join(["10.0.0.0/8"] * 41)):
            done = self.host.run(f"ramctl preference set KeepChangingSession=yes LoginNetworkMasks={wrong}",
                                 check=False)
            self.assertEqual(done.code, 2, f"expected: refused; {done}")
            self.assertIn("LoginNetworkMasks", done.err, str(done))
        self.assertEqual(self.host.run("ramctl preference show --json").out, before)

    def test_a_session_ends_when_its_time_is_over(self):
        self.prefer(LoginSessionDuration=1)
        self.addCleanup(self.prefer, LoginSessionDuration=0)
        with self.host.terminal(*people.ssh_argv("ann", method="publickey", tty=True)) as t:
            t.expect(r"\$ ", 20)
            scope = self.host.run("loginctl list-sessions --no-legend | awk '$3==\"ann\"{print $1}'"
                                  ).out.split()
            self.assertEqual(len(scope), 1, f"expected: one session; {scope}")
            limit = self.host.run(f"systemctl show -P RuntimeMaxUSec session-{scope[0]}.scope").out
            self.assertEqual(limit.strip(), "1h", "expected: pam_systemd was told the hour")

    def test_a_user_who_may_not_change_is_told_after_the_proof(self):
        self.prefer(AllowUserToChangePassword="no")
        self.addCleanup(self.prefer, AllowUserToChangePassword="yes")
        wrong = people.passwd(self.host, "ann", WRONG, "Another-password-7")
        self.assertNotIn("may not change", wrong.shown)
        right = people.passwd(self.host, "ann", RIGHT, "Another-password-7")
        self.refused(right, "passwd")
        self.assertIn("may not change", right.shown)

    def test_the_changing_session_may_be_kept(self):
        people.add_user(self.host, "kim")
        people.manage(self.host, "kim", RIGHT)
        self.prefer(KeepChangingSession="yes")
        self.addCleanup(self.prefer, KeepChangingSession="no")
        argv = people.ssh_argv("kim", method="password", tty=True)
        with self.host.terminal(*argv) as other, self.host.terminal(*argv) as t:
            for terminal in (other, t):
                terminal.answer("assword: ", RIGHT)
                terminal.expect(r"\$ ", 20)
            t.type("passwd")
            t.answer("Current password: ", RIGHT)
            t.answer("New password: ", "Another-password-7")
            t.answer("Retype new password: ", "Another-password-7")
            t.expect("password updated", 30)
            other.wait(15)
            t.type(people.GREETING)
            t.expect("in-as-kim\r", 20)

    def test_programmatic_services_are_those_that_are_named(self):
        people.add_user(self.host, "job")
        people.manage(self.host, "job", RIGHT)
        self.host.run("ramctl set job --status=inactive")
        self.came_in(people.cron(self.host, "job"), "cron of an inactive profile")
        self.prefer(ProgrammaticServices="atd,systemd-user")
        self.addCleanup(self.prefer, ProgrammaticServices="cron,atd,systemd-user")
        self.refused(people.cron(self.host, "job"), "cron that is not programmatic any more")

    def test_the_log_shows_what_happened(self):
        people.ssh_password(self.host, "ann", WRONG)
        shown = self.host.run("ramctl log ann --since=-1h").out
        self.assertIn("AuthenticationFailed", shown)
        self.assertIn("127.0.0.1", shown)
        self.assertNotIn("kim", self.host.run("ramctl log ann").out)
