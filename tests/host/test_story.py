# SPDX-License-Identifier: LGPL-2.1-or-later
"""The main job on real input, as ./demo shows it."""

import unittest

from harness import people, story
from harness.case import HostCase


class Story(HostCase):
    def test_first_logon_with_a_generated_password(self):
        said = []
        story.play(self.host, lambda kind, text: said.append(f"{kind}: {text}"))
        after = people.profile(self.host, story.PERSON)
        told = "\n".join(said)
        self.assertEqual(after["PasswordStatus"], "NotInitial", told)
        self.assertFalse(after["PasswordResetRequired"], told)
        self.assertNotEqual(after["LastLoginTime"], None, told)
        self.assertEqual(self.host.run("passwd -S ann").out.split()[1], "L",
                         "expected: create locks the password in /etc/shadow")


if __name__ == "__main__":
    unittest.main()
