"""Tests of the web example: one HTTP request streams a turn, others decide on its approvals."""

from __future__ import annotations

import json
import re
import signal
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from integration.examples.running import start
from openai_codex.testing import HttpError, ScriptedModel, shell_call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPResponse

    from openai_codex.testing import Reply

PROMPT = "Write a haiku about herons to heron.txt."
TOLD = re.compile(r"curl -N -H 'Authorization: Bearer (\S+)' http://127\.0\.0\.1:(\d+)/turns -d ")


class Site(NamedTuple):
    """The running example."""

    token: str
    port: int

    def open(self, method: str, path: str, body: str | None = None, *, token: str | None = None) -> HTTPResponse:
        """Send a request and return the response, which may still be streaming."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, {"Authorization": f"Bearer {token or self.token}"})
        return connection.getresponse()

    def ask(self, method: str, path: str, body: str | None = None, *, token: str | None = None) -> tuple[int, Any]:
        """Send a request and return the status and the content of the response."""
        with self.open(method, path, body, token=token) as response:
            return response.status, json.loads(response.read())


@contextmanager
def site(model: ScriptedModel) -> Iterator[Site]:
    with start("web_approvals", model, "0") as process:
        try:
            assert process.stdout is not None
            told = TOLD.match(process.stdout.readline())
            assert told is not None
            yield Site(told[1], int(told[2]))
            # On Windows, Ctrl-C cannot be sent to a single process.
            process.send_signal(signal.SIGINT if sys.platform != "win32" else signal.SIGTERM)
            _, log = process.communicate(timeout=30)
        except BaseException:
            process.kill()
            raise
    assert "Traceback" not in log, log
    assert process.returncode == 0 or sys.platform == "win32"


def test_commands_are_approved_and_declined_over_http() -> None:
    script: list[Reply] = [shell_call("touch heron.txt"), shell_call("touch egret.txt"), "Written."]
    with ScriptedModel(script) as model, site(model) as web, web.open("POST", "/turns", PROMPT) as stream:
        first = json.loads(stream.readline())
        approval = f"/approvals/{first['approval']}"
        folder = Path(first["cwd"])
        assert "touch heron.txt" in first["command"]

        status, waiting = web.ask("GET", "/approvals")
        assert status == 200
        assert list(waiting) == [first["approval"]]
        assert "touch heron.txt" in waiting[first["approval"]]["command"]
        # Requests without a valid token, id or decision change nothing.
        assert web.ask("GET", "/approvals", token="é")[0] == 401
        assert web.ask("POST", approval, "accept", token="guessed")[0] == 401
        assert web.ask("POST", "/approvals/guessed", "accept")[0] == 404
        assert web.ask("POST", approval, "yes")[0] == 400
        assert not (folder / "heron.txt").exists()
        assert web.ask("POST", approval, "accept") == (200, "decided")

        second = json.loads(stream.readline())
        assert "touch egret.txt" in second["command"]
        assert (folder / "heron.txt").exists()
        assert web.ask("POST", approval, "decline")[0] == 409
        assert list(web.ask("GET", "/approvals")[1]) == [second["approval"]]
        assert web.ask("POST", f"/approvals/{second['approval']}", "decline")[0] == 200

        *texts, end = [json.loads(line) for line in stream]
        assert "".join(line["text"] for line in texts) == "Written."
        assert end == {"status": "completed", "error": None}
        assert not (folder / "egret.txt").exists()
        assert web.ask("GET", "/approvals") == (200, {})
        assert [request.user_text for request in model.requests] == [PROMPT] * 3


def test_failed_turn_reports_its_error() -> None:
    with ScriptedModel([HttpError(400, "No.")]) as model, site(model) as web:
        status, end = web.ask("POST", "/turns", PROMPT)
        assert (status, end["status"]) == (200, "failed")
        assert "No." in end["error"]
        assert web.ask("GET", "/nothing")[0] == 404


def test_request_with_invalid_token_or_length_is_rejected_before_its_body_is_read() -> None:
    with ScriptedModel([]) as model, site(model) as web:
        cases = [
            ("guessed", "1000000000", 401),
            ("guessed", "-1", 401),
            (web.token, "1000000000", 413),
            (web.token, "-1", 413),
            (web.token, "many", 413),
            (web.token, "9" * 5_000, 413),
        ]
        for token, length, status in cases:
            # The body is never sent: a response means that the example did not wait for it.
            connection = HTTPConnection("127.0.0.1", web.port, timeout=10)
            connection.putrequest("POST", "/turns")
            connection.putheader("Authorization", f"Bearer {token}")
            connection.putheader("Content-Length", length)
            connection.endheaders()
            with connection.getresponse() as response:
                assert response.status == status
        assert model.requests == []
