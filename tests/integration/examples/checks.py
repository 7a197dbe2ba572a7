"""Checks of the model requests of the examples."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from openai_codex.testing import RecordedRequest


def shows_a_picture(requests: list[RecordedRequest]) -> None:
    """Check that the user message contains one image."""
    message = [item for item in requests[0].body["input"] if item.get("role") == "user"][-1]
    (url,) = [part["image_url"] for part in message["content"] if part["type"] == "input_image"]
    assert url.startswith("data:image/png;base64,")
    assert base64.b64decode(url.partition(",")[2]).startswith(b"\x89PNG")


def asks_for_the_shape(requests: list[RecordedRequest]) -> None:
    """Check that the user message contains an image and the question from the command line."""
    shows_a_picture(requests)
    assert "Which shape is it?" in requests[0].input_texts


def knows_the_word(requests: list[RecordedRequest]) -> None:
    """Check that the second request contains the first turn, which ran in another runtime."""
    assert "Remember the word 'heron'." in requests[1].input_texts
    assert said_before(requests[1]) == ["heron."]


def saw_the_file(requests: list[RecordedRequest]) -> None:
    """Check that the second request contains the output of the command."""
    (output,) = requests[1].function_outputs.values()
    assert "notes.txt" in output


def forks_and_forgets(requests: list[RecordedRequest]) -> None:
    """Check that the fork contains the history, and that the summary replaces it after compaction."""
    first = "Ada, Bess, Cleo"
    assert [said_before(request) for request in requests] == [[], [first], [first], []]
    assert any("There were three boats." in text for text in requests[3].input_texts)


def has_all_parameters(requests: list[RecordedRequest]) -> None:
    """Check the settings in the second request."""
    body, form = requests[1].body, requests[1].text_format
    assert body["model"] == "gpt-5.5"
    assert body["reasoning"] == {"effort": "low", "summary": "concise"}
    assert body["service_tier"] == "priority"
    assert form is not None
    assert form["schema"]["required"] == ["files"]
    first, second = (metadata(request) for request in requests)
    assert second["turn_trigger"] == "user"
    assert second["sandbox_mode"] == "read-only"
    assert second["auto_review_enabled"] is False
    assert second["parent_turn_id"] == second["root_turn_id"] == first["turn_id"]


def uses_the_choice(requests: list[RecordedRequest]) -> None:
    """Check that both requests use the selected model, and the second another effort."""
    first, second = requests
    assert first.model == second.model == "gpt-6.1-sol"
    assert first.body["reasoning"]["effort"] != second.body["reasoning"]["effort"]


def comes_from_a_tool(requests: list[RecordedRequest]) -> None:
    """Check that the e-mail is sent as the output of a tool, and not as user text."""
    (request,) = requests
    outputs = [item for item in request.body["input"] if item["type"] == "function_call_output"]
    assert [(item["name"], item["namespace"]) for item in outputs] == [("read_mail", "inbox")]
    assert "The build is red" in outputs[0]["output"]
    assert not any("The build is red" in text for text in request.input_texts)
    assert metadata(request)["turn_trigger"] == "mail"


def has_decisions(requests: list[RecordedRequest]) -> None:
    """Check that the first command was accepted and the second declined."""
    accepted, declined = requests[2].function_outputs.values()
    assert "Success" in accepted
    assert "rejected by user" in declined


def has_called(requests: list[RecordedRequest]) -> None:
    """Check the offered tools, their results and the failed call."""
    assert {"stock", "order"} <= set(requests[0].tools)
    assert list(requests[1].function_outputs.values()) == ["0"]
    _, ordered, missing = requests[2].function_outputs.values()
    assert ordered == "Delivery is tomorrow."
    assert missing == "We do not sell figs."


def asks_for_a_report(requests: list[RecordedRequest]) -> None:
    """Check the schema of the type, and that the second request contains the problem."""
    form = requests[0].text_format
    assert form is not None
    assert form["schema"]["required"] == ["language", "dependencies"]
    assert "purpose" in (requests[1].user_text or "")


def has_the_goal(requests: list[RecordedRequest]) -> None:
    """Check that the requests contain the goal and its budget."""
    assert "Find and fix all spelling mistakes in the docs." in (requests[0].user_text or "")
    goal = [output for output in requests[-1].function_outputs.values() if "tokenBudget" in output]
    assert json.loads(goal[0])["goal"]["tokenBudget"] == 200_000


def said_before(request: RecordedRequest) -> list[str]:
    """Return the earlier assistant messages in a request."""
    messages = [item for item in request.body["input"] if item.get("role") == "assistant"]
    return [part["text"] for message in messages for part in message["content"]]


def metadata(request: RecordedRequest) -> dict[str, Any]:
    """Return the turn metadata that the runtime sends to the model provider."""
    return cast("dict[str, Any]", json.loads(request.body["client_metadata"]["x-codex-turn-metadata"]))
