# SPDX-License-Identifier: LGPL-2.1-or-later
"""What can be wrong with an answer of the service in breach_server: `fault_NAME(body, etag)` answers
one request in place of its handler. `body` and `etag` are what would have been right."""

import gzip
import time
from email.utils import formatdate

MEBIBYTE = b"".join(b"%035X:1\n" % i for i in range(1024 * 1024 // 38))


class Faults:
    def fault_drop(self, body, etag):
        self.hang_up()

    def fault_drop_in_the_middle(self, body, etag):
        self.answer(200, body[:len(body) // 2], etag, length=len(body))
        self.hang_up()

    def fault_length_too_long(self, body, etag):
        self.answer(200, body, etag, length=len(body) + 40)
        self.hang_up()

    def fault_length_too_short(self, body, etag):
        self.answer(200, body, etag, length=len(body) - len(body) % 38 - 20)
        self.hang_up()

    def fault_chunks_without_an_end(self, body, etag):
        self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        half = body[:body.rindex(b"\r\n") + 2]  # whole lines: only the framing shows it
        self.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
        self.hang_up()

    def fault_no_length_at_all(self, body, etag):
        self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[:body.rindex(b"\r\n") + 2])
        self.hang_up()

    def fault_compressed_and_cut(self, body, etag):
        packed = gzip.compress(body)
        self.compressed = False
        self.answer(200, packed[:-len(packed) // 3], etag, headers=[("Content-Encoding", "gzip")])

    def fault_too_many(self, body, etag):
        self.answer(429, b"slow down", headers=[("Retry-After", "2")])

    def fault_too_many_until_a_date(self, body, etag):
        self.answer(429, b"slow down", headers=[("Retry-After", formatdate(
            time.time() + 2, usegmt=True))])

    def fault_unavailable(self, body, etag):
        self.answer(503, b"")

    def fault_broken(self, body, etag):
        self.answer(500, b"<html>oops</html>")

    def fault_not_found(self, body, etag):
        self.answer(404, b"no such range")

    def fault_garbage(self, body, etag):
        self.answer(200, b"<html>please log in</html>\r\n" + body, etag)

    def fault_falling(self, body, etag):
        self.answer(200, b"\r\n".join(reversed(body.split(b"\r\n"))), etag)

    def fault_short_suffixes(self, body, etag):
        self.answer(200, b"\n".join(line[1:] for line in body.split(b"\r\n")), etag)

    def fault_huge(self, body, etag):
        lines = b"".join(b"%035X:1\n" % i for i in range(9 * 1024 * 1024 // 38))
        self.answer(200, lines, etag)

    def fault_as_much_as_may_be(self, body, etag):
        self.answer(200, MEBIBYTE, etag)

    def fault_empty(self, body, etag):
        self.answer(200, b"", etag)

    def fault_blank(self, body, etag):
        self.answer(200, b"\r\n\r\n", etag)

    def fault_compressed_and_empty(self, body, etag):
        self.compressed = True
        self.answer(200, b"", etag)

    def fault_no_content(self, body, etag):
        self.answer(204, b"", etag)

    def fault_padding_alone(self, body, etag):
        self.answer(200, b"%035X:0\r\n" % 1, etag)

    def fault_not_modified_unasked(self, body, etag):
        self.answer(304, b"", etag)

    def fault_not_modified_of_another(self, body, etag):
        self.answer(304, b"", '"another"')

    def fault_shrunk(self, body, etag):
        self.answer(200, b"\r\n".join(body.split(b"\r\n")[:10]), '"shrunk"')

    def fault_redirect_to_plain_http(self, body, etag):
        self.answer(302, b"", headers=[("Location", f"http://127.0.0.1:1{self.path}")])

    def fault_redirect(self, body, etag):
        """To itself, once."""
        self.answer(302, b"", headers=[("Location", self.path)])
