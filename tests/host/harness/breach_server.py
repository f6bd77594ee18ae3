# SPDX-License-Identifier: LGPL-2.1-or-later
"""A service that publishes leaked passwords by ranges of their SHA-1, as the public ones do, with the
faults that a test asks for: HTTPS under a CA of its own, on the loopback of a booted host.

`server.corpus` is what it serves; `server.asked` what it was asked; `server.faults[PREFIX]` the names
of the faults (breach_faults) that the next answers for this range have, one after the other.
"""

import ctypes
import gzip
import hashlib
import http.server
import os
import socket
import ssl
import subprocess
import threading
from pathlib import Path

from harness.breach_faults import Faults

CLONE_NEWNET = 0x40000000


class Authority:
    """A certification authority, and a certificate of it for 127.0.0.1."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.ca, self.certificate, self.key = (self.folder / name for name in
                                               ("ca.pem", "server.pem", "server.key"))
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                      "-nodes", "-days", "30", "-subj", "/CN=breach test CA", "-keyout", "ca.key",
                      "-out", self.ca)
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                      "-subj", "/CN=127.0.0.1", "-keyout", self.key, "-out", "server.csr")
        (self.folder / "ext").write_text("subjectAltName=IP:127.0.0.1\n")
        self._openssl("x509", "-req", "-in", "server.csr", "-CA", self.ca, "-CAkey", "ca.key",
                      "-CAcreateserial", "-days", "30", "-extfile", "ext", "-out", self.certificate)

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], cwd=self.folder, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def context(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def listener(leader=None):
    """A socket on the loopback of the host whose PID 1 is `leader`, else of this machine. Only the
    thread that makes it enters the host's network."""
    made = []

    def make():
        if leader is not None:
            with open(f"/proc/{leader}/ns/net", "rb") as network:
                libc = ctypes.CDLL(None, use_errno=True)
                if libc.setns(network.fileno(), CLONE_NEWNET):
                    made.append(OSError(ctypes.get_errno(), "setns"))
                    return
        made.append(socket.create_server(("127.0.0.1", 0), backlog=64))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    if isinstance(made[0], OSError):
        raise made[0]
    return made[0]


class Corpus:
    """Deterministic hashes in each range, and passwords that a test wants in it."""

    def __init__(self, per_range=100):
        self.per_range = per_range
        self.ranges = {}

    def range(self, prefix):
        """{suffix: count}"""
        if prefix not in self.ranges:
            self.ranges[prefix] = {
                hashlib.sha1(f"{prefix} {i}".encode()).hexdigest().upper()[5:]: i + 1
                for i in range(self.per_range)}
        return self.ranges[prefix]

    def add(self, password, count=7):
        digest = hashlib.sha1(password.encode()).hexdigest().upper()
        self.range(digest[:5])[digest[5:]] = count

    def remove(self, password):
        digest = hashlib.sha1(password.encode()).hexdigest().upper()
        del self.range(digest[:5])[digest[5:]]

    def body(self, prefix):
        lines = [f"{suffix}:{count}" for suffix, count in sorted(self.range(prefix).items())]
        return "\r\n".join(lines).encode()

    @staticmethod
    def prefix_of(password):
        return hashlib.sha1(password.encode()).hexdigest().upper()[:5]


class Handler(Faults, http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    timeout = 60

    def do_GET(self):
        service = self.server.service
        prefix = self.path.rsplit("/", 1)[-1]
        fault = service.next_fault(prefix)
        service.note(prefix, self.headers.get("If-None-Match"), fault)
        if service.before_answer:
            service.before_answer(prefix)
        self.compressed = service.compress
        body = service.corpus.body(prefix)
        etag = service.etags.get(prefix) or f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if fault is not None:
            getattr(self, "fault_" + fault.replace("-", "_"))(body, etag)
        elif self.headers.get("If-None-Match") == etag:
            self.answer(304, b"", etag)
        else:
            self.answer(200, body, etag)
        service.noted_status(prefix, self.status)

    status = 0

    def send_response(self, code, message=None):
        self.status = code
        super().send_response(code, message)

    def answer(self, status, body, etag=None, length=None, headers=()):
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        if status == 200 and self.compressed and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        for name, value in headers:
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def hang_up(self):
        self.close_connection = True

    def log_message(self, *_):
        pass


class _Threads(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, made, context, service):
        super().__init__(made.getsockname(), Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = made
        self.context, self.service = context, service

    def finish_request(self, request, client_address):
        try:
            with self.context.wrap_socket(request, server_side=True) as wrapped:
                wrapped.settimeout(60)
                super().finish_request(wrapped, client_address)
        except OSError:
            pass  # a client that was killed

    def shutdown_request(self, request):
        try:
            request.close()
        except OSError:
            pass


class BreachServer:
    """Serves until close()."""

    def __init__(self, authority, leader=None, corpus=None):
        self.corpus = corpus or Corpus()
        self.etags = {}  # prefix -> an ETag that stays, whatever is served
        self.faults = {}
        self.always = None  # a fault of every answer
        self.compress = False
        self.before_answer = None
        self.asked = []  # [prefix, If-None-Match, fault, status]
        self._lock = threading.Lock()
        made = listener(leader)
        self.port = made.getsockname()[1]
        self.url = f"https://127.0.0.1:{self.port}"
        self._server = _Threads(made, authority.context(), self)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def next_fault(self, prefix):
        with self._lock:
            waiting = self.faults.get(prefix)
            return waiting.pop(0) if waiting else self.always

    def note(self, prefix, etag, fault):
        with self._lock:
            self.asked.append([prefix, etag, fault, None])

    def noted_status(self, prefix, status):
        with self._lock:
            for entry in reversed(self.asked):
                if entry[0] == prefix and entry[3] is None:
                    entry[3] = status
                    return

    def forget(self):
        with self._lock:
            self.asked = []

    def statuses(self):
        """status -> how often it was answered"""
        with self._lock:
            counts = {}
            for entry in self.asked:
                counts[entry[3]] = counts.get(entry[3], 0) + 1
            return counts

    def times_asked(self):
        with self._lock:
            counts = {}
            for entry in self.asked:
                counts[entry[0]] = counts.get(entry[0], 0) + 1
            return counts

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def passwords_in(ranges, count):
    """`count` passwords whose hashes lie in the ranges `FIRST-LAST`."""
    first, last = (int(text, 16) for text in ranges.split("-"))
    found, number = [], 0
    while len(found) < count:
        password = f"Leaked-password-{number}"
        if first <= int(Corpus.prefix_of(password), 16) <= last:
            found.append(password)
        number += 1
    return found


if __name__ == "__main__":
    # python3 -m harness.breach_server [ENTRIES]: serves on this machine until a byte comes.
    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        by_hand = BreachServer(Authority(place), corpus=Corpus(int(sys.argv[1])
                                                               if len(sys.argv) > 1 else 100))
        print(f"Url={by_hand.url}\nCAFile={place}/ca.pem", flush=True)
        try:
            os.read(0, 1)
        finally:
            by_hand.close()
