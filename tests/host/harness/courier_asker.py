# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whoever asks ramd-courier for something: connects to its socket under a uid of the host, as ramd does."""

import subprocess
import sys

SOCKET = "/run/ramd/courier"
# In the host's directory, so that its permissions count and not those on the way to it.
SCRIPT = r"""
import os, socket, sys
os.chdir(sys.argv[1])
os.setgroups([int(gid) for gid in sys.argv[3].split()])
os.setgid(int(sys.argv[3].split()[0]))
os.setuid(int(sys.argv[2]))
connection = socket.socket(socket.AF_UNIX)
connection.settimeout(float(sys.argv[4]))
try:
    connection.connect("courier")
    connection.sendall(sys.stdin.buffer.read())
    connection.shutdown(socket.SHUT_WR)
    answer = b""
    while not answer.endswith(b"\n") and (part := connection.recv(4096)):
        answer += part
    sys.stdout.buffer.write(answer)
except TimeoutError:
    print("no answer")
except OSError as fault:
    print(os.strerror(fault.errno))
"""


def mail(to, text, subject="Your code"):
    return _request("email", to, subject, text)


def sms(to, text):
    return _request("sms", to, "", text)


def _request(way, to, subject, text):
    body = text.encode()
    return f"1 {way} {len(body)}\n{to}\n{subject}\n".encode() + body


def ask(host, request, user="ramd", patience=60):
    """The answer; "no answer" where none came in `patience` seconds; or why there is no connection."""
    directory = f"/proc/{host.leader}/root" + SOCKET.rpartition("/")[0]
    uid = host.run(f"id -u {user}").out.strip()
    groups = host.run(f"id -g {user}; id -G {user}").out.replace("\n", " ")
    done = subprocess.run([sys.executable, "-c", SCRIPT, directory, uid, groups, str(patience)],
                          input=request, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().strip()
