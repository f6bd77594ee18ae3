# SPDX-License-Identifier: LGPL-2.1-or-later
"""A throw-away Debian host, booted by systemd-nspawn, for tests and for ./demo."""
