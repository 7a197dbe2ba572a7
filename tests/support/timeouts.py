"""The one timeout of the tests."""

from __future__ import annotations

TEST_TIMEOUT = 60.0
"""Maximum time that a test waits for one event that must happen, in seconds. A test that waits longer fails."""
