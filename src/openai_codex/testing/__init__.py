"""Test code that uses Codex without network access.

The real runtime runs with a `ScriptedModel`, a local server that answers model calls from a script.
"""

from openai_codex.testing.model import ScriptedModel
from openai_codex.testing.model_requests import RecordedRequest
from openai_codex.testing.script import (
    CustomToolCall,
    FunctionCall,
    Gate,
    HttpError,
    Match,
    Part,
    Reasoning,
    Reply,
    ResponseFailed,
    StreamAborted,
    Text,
    Usage,
    shell_call,
)

__all__ = [
    "CustomToolCall",
    "FunctionCall",
    "Gate",
    "HttpError",
    "Match",
    "Part",
    "Reasoning",
    "RecordedRequest",
    "Reply",
    "ResponseFailed",
    "ScriptedModel",
    "StreamAborted",
    "Text",
    "Usage",
    "shell_call",
]
