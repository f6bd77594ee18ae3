# SPDX-License-Identifier: LGPL-2.1-or-later
"""The harness's own terminals: what is shown on one is not taken for another's."""

import os
import tempfile
import unittest
from pathlib import Path

from harness.terminal import Terminal

LINES = 50


class Terminals(unittest.TestCase):
    slow = False  # as harness/case.py has it; there is no host in here

    def test_a_closed_terminal_takes_nothing_of_the_next_one(self):
        """Also where a program is left that writes to the closed one."""
        with tempfile.TemporaryDirectory() as place:
            gate = Path(place, "gate")
            os.mkfifo(gate)
            first = Terminal(["sh", "-c", f"trap '' HUP; (read go <{gate}; echo late) & "
                                          "echo begun; wait"])
            first.expect("begun")
            first.close()
            first.close()
            with Terminal(["cat"]) as second:
                gate.write_text("go\n")
                for number in range(LINES):
                    second.type(f"line-{number}")
                    second.expect(f"line-{number}\r\nline-{number}\r\n")
                self.assertNotIn("late", second.text(), "expected: nothing of the first terminal")


if __name__ == "__main__":
    unittest.main()
