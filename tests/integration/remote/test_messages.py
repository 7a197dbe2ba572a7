"""Sizes of messages over a websocket, on the real runtime."""

from __future__ import annotations

import pytest

from openai_codex._transports.websocket.messages import FRAME_LIMIT, MESSAGE_LIMIT
from openai_codex.errors import InputError, InvalidRequestError, JsonRpcError, OversizeMessageError
from support.remote import server
from support.sync_adapter import FLAVOURS, client

MIB = 1024 * 1024

both = pytest.mark.parametrize("flavour", FLAVOURS)


@both
@pytest.mark.parametrize("listen", ["unix", "ws"])
def test_large_request_reaches_the_runtime(flavour: str, listen: str) -> None:
    with server("ok", listen=listen) as running, client(flavour, running.client_config()) as codex:
        for size in (FRAME_LIMIT - 200, FRAME_LIMIT + 1, 17 * MIB):
            with pytest.raises(JsonRpcError, match=r"invalid thread id"):
                codex.rpc.thread_read(thread_id="x" * size)
        assert codex.thread_start(ephemeral=True).run("hi").final_response == "ok"


@both
def test_request_above_the_limit_is_rejected_before_it_is_sent(flavour: str) -> None:
    with server("ok") as running, client(flavour, running.client_config()) as codex:
        with pytest.raises(JsonRpcError, match=r"invalid thread id"):
            codex.rpc.thread_read(thread_id="x" * (MESSAGE_LIMIT - 200))
        with pytest.raises(
            InputError, match=rf"thread/read: the message has \d+ bytes; .* the limit is {MESSAGE_LIMIT}"
        ):
            codex.rpc.thread_read(thread_id="x" * MESSAGE_LIMIT)
        assert codex.thread_start(ephemeral=True).run("hi").final_response == "ok"


@both
def test_response_above_the_limit_of_the_client_fails_only_its_request(flavour: str) -> None:
    text = "y" * 40_000
    with server(text) as running, client(flavour, running.client_config(max_message_bytes=50_000)) as codex:
        thread = codex.thread_start()
        thread.run("hi")
        thread.run("hi")
        with pytest.raises(OversizeMessageError):
            thread.read(include_turns=True)
        assert codex.rpc.thread_loaded_list().data == [thread.id]


@both
def test_text_with_every_kind_of_line_break_arrives_unchanged(flavour: str) -> None:
    text = "a\nb\r\nc\u2028d\x85e\x0bf"
    echo = server(lambda request: request.input_texts[-1])
    with echo as running, client(flavour, running.client_config()) as codex:
        assert codex.thread_start().run(text).final_response == text


@both
def test_many_requests_at_once_are_answered(flavour: str) -> None:
    with server("ok") as running, client(flavour, running.client_config()) as codex:
        threads = [codex.thread_start(ephemeral=True) for _ in range(20)]
        turns = [thread.turn("hi") for thread in threads]
        assert [turn.run().final_response for turn in turns] == ["ok"] * 20
        with pytest.raises(InvalidRequestError):
            turns[0].steer("late")
