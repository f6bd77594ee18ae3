# SPDX-License-Identifier: LGPL-2.1-or-later
"""Root file systems of the throw-away hosts.

Two layers, both kept under CACHE by a key of what they are made of, so that nothing is made twice:
the bare Debian (`base`), and on top of it our packages, installed by apt while nothing runs in it
(`installed`, as an image builder would). A booted host writes into an overlay above them.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path

CACHE = Path(os.environ.get("RAMAUTH_HOST_CACHE", "/var/cache/ramauth-host"))
RELEASE = "bookworm"

# What a person expects on a server, what the tests type at, and what our packages depend on.
PACKAGES = """
    systemd systemd-sysv libpam-systemd libnss-systemd dbus polkitd pkexec openssh-server
    openssh-client sudo cron passwd login adduser sshpass expect procps iproute2 less nano-tiny tmux
    libfaketime oathtool
    libsodium23 liboath0 libqrencode4 liblmdb0 libnettle8 libcurl4 zlib1g libutf8proc2 libsystemd0 libboost-json1.81.0 libboost-container1.81.0
    libstdc++6 libpam-runtime libpam-modules debconf python3-minimal bash-completion
""".split()

# Kept in the image as files, for the tests that install them on a running host.
LATER = ["libpam-pwquality", "cracklib-runtime"]
LATER_DIR = "/opt/later-debs"

# What every throw-away host has beyond the packages: keys, a quick boot, no wait for a network.
SETUP = r"""
set -e
root="$1"
chroot "$root" systemctl mask --quiet systemd-networkd-wait-online.service apt-daily.timer \
    apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer man-db.timer
printf 'ramauth-demo\n' >"$root/etc/hostname"
printf '127.0.0.1 localhost ramauth-demo\n' >"$root/etc/hosts"
printf '%s\n' 'KbdInteractiveAuthentication yes' 'PasswordAuthentication yes' 'MaxStartups 200' \
    'MaxAuthTries 20' >"$root/etc/ssh/sshd_config.d/throw-away.conf"
rm -f "$root/etc/machine-id" && touch "$root/etc/machine-id"
rm -rf "$root/var/lib/systemd/credential.secret"
"""

SAY = lambda text: print(f"   {text}", flush=True)  # noqa: E731


def _run(argv, **more):
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **more)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, argv))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


class _Locked:
    """One maker at a time; the others wait and then find what was made."""

    def __enter__(self):
        CACHE.mkdir(parents=True, exist_ok=True)
        self.file = open(CACHE / "lock", "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_):
        self.file.close()


def _made_of(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _make(directory, what, build):
    """Runs build(partial directory) and gives the result its name only when it is complete."""
    with _Locked():
        if directory.exists():
            os.utime(directory)
            return directory
        partial = directory.with_name(directory.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        SAY(f"making {what} ...")
        began = time.monotonic()
        try:
            build(partial)
            partial.rename(directory)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        SAY(f"... {what} made in {time.monotonic() - began:.0f} s")
        return directory


def base():
    """The bare Debian; about a minute when it is not in the cache."""
    # What is in apt's cache until then is installed already.
    download = ('chroot "$1" apt-get clean && '
                f'chroot "$1" apt-get install -y -q --download-only {" ".join(LATER)} && '
                f'mkdir -p "$1{LATER_DIR}" && mv "$1"/var/cache/apt/archives/*.deb "$1{LATER_DIR}"')

    def build(partial):
        partial.mkdir(mode=0o755)
        _run(["mmdebstrap", "--mode=root", "--variant=minbase",
              "--aptopt=Apt::Install-Recommends false", f"--include={','.join(PACKAGES)}",
              f"--customize-hook={download}", f"--customize-hook={SETUP}",
              RELEASE, str(partial)])
        partial.chmod(0o755)

    key = _made_of(RELEASE, *PACKAGES, download, SETUP)
    return _make(CACHE / f"base-{key}", f"Debian {RELEASE} root file system", build)


def installed(debs):
    """The layer above base() with `debs` installed; returns the lower directories, top first."""
    lower = base()

    def build(partial):
        for name in ("upper", "work", "root"):
            (partial / name).mkdir(parents=True, mode=0o755)
        put_packages(partial / "upper", debs)
        names = " ".join(f"/opt/debs/{deb.name}" for deb in debs)
        script = (f"set -e; mount -t overlay overlay -o lowerdir={lower},upperdir={partial}/upper,"
                  f"workdir={partial}/work {partial}/root; mount -t proc proc {partial}/root/proc; "
                  f"mount --rbind /dev {partial}/root/dev; chroot {partial}/root "
                  f"env DEBIAN_FRONTEND=noninteractive apt-get install -y {names}")
        _run(["unshare", "--mount", "--pid", "--fork", "--kill-child",
              "--propagation=private", "sh", "-c", script])
        shutil.rmtree(partial / "work")
        (partial / "root").rmdir()

    key = _made_of(lower.name, *(hashlib.sha256(deb.read_bytes()).hexdigest() for deb in debs))
    directory = CACHE / f"installed-{key}"
    _make(directory, "image with our packages", build)
    _forget_old("installed-*", keep=3)
    _forget_old("base-*", keep=2)
    return [directory / "upper", lower]


def put_packages(root, debs):
    target = Path(root) / "opt/debs"
    target.mkdir(parents=True, exist_ok=True)
    for deb in debs:
        shutil.copy(deb, target)


def _forget_old(pattern, keep):
    with _Locked():
        found = sorted(CACHE.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[keep:]:
            shutil.rmtree(path, ignore_errors=True)
