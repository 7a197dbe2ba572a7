"""Diagnostics of a client contain no secrets."""

from __future__ import annotations

from openai_codex._connection.diagnostics import diagnostics
from openai_codex._protocol.session import Session


def test_diagnostics_stderr_is_redacted() -> None:
    session: Session[None] = Session(max_line_bytes=1024)
    said = ("Authorization: Bearer abcdefghijklmnop1234", "plain words", "api_key=sk-proj-abcdefghijklmnopqrstuv")
    found = diagnostics(session, pid=1, exit_code=None, restarts=0, reconnects=0, stderr=said)
    assert found.stderr[1] == "plain words"
    for text in (repr(found), str(found.stderr)):
        assert "abcdefghijklmnop" not in text
