"""Encode replies as server-sent events of the Responses API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from openai_codex.testing.script import CustomToolCall, FunctionCall, Gate, Reasoning, Text, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openai_codex.testing.script import Part


def events(parts: Sequence[Part], response_id: str) -> Iterator[bytes | float | Gate]:
    """Yield the encoded events of the parts, without the final event of the response.

    Args:
        parts: The parts of the reply.
        response_id: The id of the response.

    Yields:
        Encoded events, pauses in seconds, and gates that pause the stream until they are open.
    """
    yield event("response.created", response={"id": response_id})
    for index, part in enumerate(parts):
        if isinstance(part, Gate):
            yield part
        elif isinstance(part, Text):
            yield from _text(part, index, f"msg_{response_id}_{index}")
        elif isinstance(part, Reasoning):
            yield from _reasoning(part, index, f"rs_{response_id}_{index}")
        elif not isinstance(part, Usage):
            yield from _item(_call(part, f"{response_id}_{index}"), index)


def completed(parts: Sequence[Part], response_id: str) -> bytes:
    """Return the event `response.completed`.

    Args:
        parts: The parts of the reply; a `Usage` among them is reported.
        response_id: The id of the response.
    """
    usage = next((part for part in parts if isinstance(part, Usage)), Usage())
    return event(
        "response.completed",
        response={
            "id": response_id,
            "usage": {
                "input_tokens": usage.input_tokens,
                "input_tokens_details": {"cached_tokens": usage.cached_input_tokens},
                "output_tokens": usage.output_tokens,
                "output_tokens_details": {"reasoning_tokens": usage.reasoning_output_tokens},
                "total_tokens": usage.input_tokens + usage.output_tokens,
            },
        },
    )


def failed(code: str, message: str, response_id: str) -> bytes:
    """Return the event `response.failed`.

    Args:
        code: The error code.
        message: The error message.
        response_id: The id of the response.
    """
    return event("response.failed", response={"id": response_id, "error": {"code": code, "message": message}})


def event(kind: str, **fields: Any) -> bytes:
    """Return one encoded event."""
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def _text(part: Text, index: int, item_id: str) -> Iterator[bytes | float]:
    item: dict[str, Any] = {"type": "message", "role": "assistant", "id": item_id, "content": []}
    if part.phase is not None:
        item["phase"] = part.phase
    yield event("response.output_item.added", output_index=index, item=item)
    for piece in part.pieces():
        if part.delay:
            yield part.delay
        yield event("response.output_text.delta", item_id=item_id, output_index=index, content_index=0, delta=piece)
    content = [{"type": "output_text", "text": part.whole}]
    yield event("response.output_item.done", output_index=index, item={**item, "content": content})


def _reasoning(part: Reasoning, index: int, item_id: str) -> Iterator[bytes]:
    item: dict[str, Any] = {"type": "reasoning", "id": item_id, "summary": []}
    place = {"item_id": item_id, "output_index": index}
    yield event("response.output_item.added", output_index=index, item=item)
    yield event("response.reasoning_summary_part.added", summary_index=0, **place)
    yield event("response.reasoning_summary_text.delta", summary_index=0, delta=part.summary, **place)
    item["summary"] = [{"type": "summary_text", "text": part.summary}]
    if part.content is not None:
        yield event("response.reasoning_text.delta", content_index=0, delta=part.content, **place)
        item["content"] = [{"type": "reasoning_text", "text": part.content}]
    yield event("response.output_item.done", output_index=index, item=item)


def _call(part: FunctionCall | CustomToolCall, suffix: str) -> dict[str, Any]:
    call_id = part.call_id or f"call_{suffix}"
    if isinstance(part, CustomToolCall):
        kind = {"type": "custom_tool_call", "id": f"ctc_{suffix}", "input": part.input}
    else:
        text = part.arguments if isinstance(part.arguments, str) else json.dumps(dict(part.arguments))
        kind = {"type": "function_call", "id": f"fc_{suffix}", "arguments": text}
        if part.namespace is not None:
            kind["namespace"] = part.namespace
    return {**kind, "call_id": call_id, "name": part.name}


def _item(item: dict[str, Any], index: int) -> Iterator[bytes]:
    yield event("response.output_item.added", output_index=index, item=item)
    yield event("response.output_item.done", output_index=index, item=item)
