"""Test code that uses Codex without a network: the real runtime, with a model that plays a script."""

from openai_codex.testing.model import ScriptedModel
from openai_codex.testing.model_requests import RecordedRequest
from openai_codex.testing.script import (
    CustomToolCall,
    Died,
    Failed,
    FunctionCall,
    Gate,
    HttpError,
    Part,
    Reasoning,
    Reply,
    Shell,
    Text,
    Usage,
    When,
)

__all__ = [
    "CustomToolCall",
    "Died",
    "Failed",
    "FunctionCall",
    "Gate",
    "HttpError",
    "Part",
    "Reasoning",
    "RecordedRequest",
    "Reply",
    "ScriptedModel",
    "Shell",
    "Text",
    "Usage",
    "When",
]
