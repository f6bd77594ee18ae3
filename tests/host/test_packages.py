# SPDX-License-Identifier: LGPL-2.1-or-later
"""O1, O3, O7: the packages on a host that runs, what they change, and that they leave nothing."""

import unittest

from harness import image, people
from harness.case import HostCase, packages

OWN = "Own-password-1"
PAM = "/etc/pam.d/common-*"
PLACES = ("/etc/pam.d /etc/systemd /etc/dbus-1 /etc/polkit-1 /etc/shadow-maint /etc/ramd.conf "
          "/lib/systemd /usr/lib/sysusers.d /usr/lib/tmpfiles.d /usr/lib/*/security /usr/libexec "
          "/usr/share/dbus-1 /usr/share/polkit-1 /usr/share/pam-configs /usr/share/man /usr/bin "
          "/usr/share/bash-completion /usr/share/ramd /run/systemd/transient /run/ramd /var/lib/systemd")


def install(host):
    image.put_packages(host.path("/"), packages())
    return host.run("DEBIAN_FRONTEND=noninteractive apt-get install -y /opt/debs/*.deb", timeout=120)


def remove(host, *options, data=""):
    return host.run(f"DEBIAN_FRONTEND=noninteractive {data} apt-get {' '.join(options)} -y "
                    "libpam-ramauth ramd", timeout=120)


class RunningHost(HostCase):
    bare = True

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", OWN)
        people.add_user(host, "ann", OWN)
        cls.pam_before = host.run(f"sha256sum {PAM}").out

    def traces(self):
        return self.host.run(f"find {PLACES} \\( -iname '*ramd*' -o -iname '*ramctl*' -o -iname "
                             "'*ramauth*' \\) -not -name 'zramctl*' 2>/dev/null",
                             check=False).out.split()

    def test_O7_install_use_remove_purge(self):
        self.assertEqual(self.traces(), [], "the test's own bare host")
        install(self.host)
        self.works_at_once()
        removed = remove(self.host, "remove")
        self.restored(removed)
        install(self.host)
        self.came_in(people.ssh_password(self.host, "ann", OWN + "-ours"),
                     "ann, after the packages came back: profile and key were kept")
        purged = remove(self.host, "purge")
        self.assertIn("are kept", purged.all, "expected: purge says that it keeps the profiles")
        self.leaves_nothing()
        self.assertEqual(self.host.run("test -s /var/lib/ramd/data.mdb && test -s "
                                       "/var/lib/ramd-host-key/host-key.cred", check=False).code, 0,
                         "expected: purge keeps the profiles and their key")
        install(self.host)
        remove(self.host, "purge", data="RAMAUTH_PURGE_DATA=yes")
        self.leaves_nothing()
        left = self.host.run("ls -d /var/lib/ramd*", check=False).out
        self.assertEqual(left, "", "expected: RAMAUTH_PURGE_DATA=yes takes the profiles too")

    def works_at_once(self):
        status = self.host.run("ramctl status", check=False)
        self.assertEqual(status.code, 0, f"expected: all is well after the installation; {status}")
        people.manage(self.host, "ann", OWN + "-ours")
        self.came_in(people.ssh_password(self.host, "ann", OWN + "-ours"), "ann")
        self.came_in(people.ssh_password(self.host, "walker", OWN), "who is not ours")

    def restored(self, removed):
        self.assertEqual(self.host.run(f"sha256sum {PAM}").out, self.pam_before,
                         "expected: PAM is as it was before")
        self.assertRegex(removed.all, "(?s)login profile.*ann", "expected: a warning that names ann")
        self.came_in(people.ssh_password(self.host, "walker", OWN), "who was never ours")
        self.host.run("chpasswd", input=f"ann:{OWN}\n")
        self.came_in(people.ssh_password(self.host, "ann", OWN), "ann with a new shadow password")

    def leaves_nothing(self):
        self.assertEqual(self.host.run(f"sha256sum {PAM}").out, self.pam_before)
        self.assertEqual(self.traces(), [], "expected: no trace in PAM, bus, polkit, systemd")
        units = self.host.run("systemctl list-units --all --no-legend 'ramd*'", check=False).out
        self.assertEqual(units.strip(), "", "expected: no unit is left")
        names = self.host.run("busctl list --activatable --no-legend").out
        self.assertNotIn("ramauth", names)


class InstalledImage(HostCase):
    """The packages were installed while nothing ran; this is the first boot."""

    def test_first_boot_makes_key_and_store(self):
        status = self.host.run("ramctl status", check=False)
        self.assertEqual(status.code, 0, str(status))
        self.assertEqual(self.host.run("systemctl --failed --no-legend").out.strip(), "")
        modes = self.host.run("stat -c '%n %a %U:%G' /var/lib/ramd /var/lib/ramd-managed "
                              "/var/lib/ramd-removed /var/lib/ramd-host-key /var/lib/ramd/data.mdb "
                              "/run/ramd /run/ramd/login").out.split("\n")[:-1]
        self.assertEqual(modes, ["/var/lib/ramd 700 ramd:ramd", "/var/lib/ramd-managed 711 ramd:ramd",
                                 "/var/lib/ramd-removed 770 root:ramd",
                                 "/var/lib/ramd-host-key 700 root:root",
                                 "/var/lib/ramd/data.mdb 600 ramd:ramd", "/run/ramd 755 root:root",
                                 "/run/ramd/login 600 root:root"])

    def test_each_host_has_its_own_key(self):
        first = self.host.run("sha256sum /var/lib/ramd-host-key/host-key.cred").out
        other = type(self.host)(self.host.lower)
        self.addCleanup(other.close)
        other.boot()
        self.assertNotEqual(other.run("sha256sum /var/lib/ramd-host-key/host-key.cred").out, first)

    def test_O1_exposure_is_at_most_half_a_point(self):
        for unit in ("ramd.service", "ramd-init-store.service", "ramd-default-weak-list.service"):
            shown = self.host.run(f"systemd-analyze --no-pager security {unit}", check=False).out
            exposure = float(shown.rsplit("for " + unit + ":", 1)[1].split()[0])
            self.assertLessEqual(exposure, 0.5, f"{unit}:\n{shown}")
        pid = self.host.run("systemctl show -P MainPID ramd.service").out.strip()
        status = self.host.run(f"cat /proc/{pid}/status").out
        for line in ("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
                     "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"):
            self.assertIn(line, status)
        self.assertEqual(self.host.run(f"nsenter -t {pid} -n ip -o link | wc -l").out.strip(), "1",
                         "expected: no network but its own loopback")

    def test_O3_ready_before_anybody_is_let_in(self):
        show = self.host.run("systemctl show ramd.service -p Type,Before,WatchdogUSec").out
        self.assertIn("Type=notify", show)
        self.assertIn("systemd-user-sessions.service", show)
        self.assertIn("WatchdogUSec=20s", show)
        journal = self.host.run("journalctl -b -o cat").out
        self.assertLess(journal.index("Started ramd.service"),
                        journal.index("Finished systemd-user-sessions.service"),
                        "expected: ramd is ready first")

    def test_every_way_starts_ramd(self):
        ways = {"socket": "ramctl list",
                "bus": "busctl call org.ramauth1 /org/ramauth1 org.freedesktop.DBus.Peer Ping"}
        for way, command in ways.items():
            with self.subTest(way=way):
                self.host.run("systemctl stop ramd.service")
                self.host.run(command)
                self.assertEqual(self.host.run("systemctl is-active ramd.service").out.strip(),
                                 "active")

    def test_O2_a_hung_ramd_is_back_within_30_seconds(self):
        main = "systemctl show -P MainPID ramd.service"
        before = self.host.run(main).out
        self.host.run("systemctl kill -s STOP ramd.service")
        self.eventually(lambda: self.host.run(main).out not in (before, "0\n") and
                        self.host.run("timeout 5 ramctl status", check=False).code == 0, 40,
                        "the watchdog ends a hung ramd and another one answers")

    def test_users_who_are_not_root_ask_over_the_bus(self):
        people.add_user(self.host, "bea")
        people.manage(self.host, "bea", OWN)
        argv = people.as_user("bea", "ramctl", "show", "--json")
        with self.host.terminal(*argv) as t:
            self.assertEqual(t.wait(), 0, t.text())
            self.assertIn('"bea"', t.text())
        people.add_user(self.host, "cat")
        with self.host.terminal(*people.as_user("cat", "ramctl", "show", "bea")) as t:
            people.talk(t, {"assword: ": ["no"]})
            self.assertNotEqual(t.wait(), 0, f"expected: not somebody else's; {t.text()}")


class RemovedAccounts(HostCase):
    """MODEL.md, reused names: a profile never lets the next owner of the name in."""

    @classmethod
    def prepare(cls, host):
        people.add_user(host, "walker", OWN)

    def removed_and_made_again(self, name, remover):
        people.add_user(self.host, name)
        people.manage(self.host, name, OWN)
        uid = people.uid_of(self.host, name)
        self.came_in(people.ssh_password(self.host, name, OWN), name)
        self.host.run(remover)
        self.host.run(f"useradd -m -s /bin/bash -u {uid} {name}")
        self.eventually(lambda: people.profile(self.host, name)["Orphaned"], 20,
                        f"the profile of {name} is orphaned")
        self.refused(people.ssh_password(self.host, name, OWN), "the next owner of the name")
        self.host.run(f"ramctl delete {name} --yes")
        self.host.run("chpasswd", input=f"{name}:{OWN}-new\n")
        self.came_in(people.ssh_password(self.host, name, OWN + "-new"), "an ordinary account now")

    def test_userdel_orphans_the_profile_at_once(self):
        self.removed_and_made_again("dan", "loginctl terminate-user dan; userdel -rf dan")

    def test_userdel_while_ramd_is_down_is_seen_at_its_start(self):
        self.removed_and_made_again("eva", "systemctl stop ramd.socket ramd.service && "
                                           "userdel -rf eva && systemctl start ramd.service")

    def test_another_uid_is_another_account(self):
        people.add_user(self.host, "fay")
        people.manage(self.host, "fay", OWN)
        self.host.run("usermod -u 4711 fay")
        self.refused(people.ssh_password(self.host, "fay", OWN), "the same name with another uid")


if __name__ == "__main__":
    unittest.main()
