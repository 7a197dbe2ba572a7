"""Invalid params and results, and the properties of their decoding."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from codegen.sampler import Sampler
from codex_protocol import registry
from fuzz.json_mutations import mutated, odd_value, plain
from openai_codex._protocol.decoding import decode
from openai_codex._protocol.notifications import Notification, UnknownNotification
from openai_codex.errors import UnexpectedResponseError

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

BUNDLE = Path(__file__).parents[2] / "schema" / "bundle.json"
SAMPLES = 40
"""Number of initial samples of each type."""


@dataclass(frozen=True)
class Value:
    """A method and its params or result."""

    method: str
    value: Any

    def smaller(self) -> Iterator[Value]:
        """Yield smaller inputs."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield Value(self.method, {name: child for name, child in self.value.items() if name != key})
        elif isinstance(self.value, list):
            for index in range(len(self.value)):
                yield Value(self.method, self.value[:index] + self.value[index + 1 :])

    def dump(self) -> Any:
        return {"method": self.method, "value": self.value}

    @classmethod
    def load(cls, dumped: Any) -> Value:
        return cls(dumped["method"], dumped["value"])


@cache
def samples(type_name: str) -> list[Any]:
    """Return valid values of a type."""
    sampler = _sampler()
    return list(islice(sampler.samples(sampler.definitions[type_name]), SAMPLES)) or [{}]


@cache
def _sampler() -> Sampler:
    return Sampler(json.loads(BUNDLE.read_bytes()))


@cache
def _payloads() -> dict[str, str]:
    return {method: spec.payload for method, spec in registry.SERVER_NOTIFICATIONS.items() if spec.payload}


@cache
def _responses() -> dict[str, str]:
    return {method: spec.response for method, spec in registry.CLIENT_METHODS.items()}


def _value(kinds: dict[str, str], chance: random.Random) -> Value:
    method = chance.choice(list(kinds))
    value = chance.choice(samples(kinds[method]))
    how = chance.randrange(10)
    if how == 0:
        value = odd_value(chance)
    elif how == 1:
        value = chance.choice(samples(chance.choice(list(kinds.values()))))
    elif how < 9:
        value = mutated(value, chance, samples(chance.choice(list(kinds.values()))))
    # Sometimes a value that JSON cannot represent, because programs may create notifications.
    return Value(method, value if chance.randrange(20) == 0 else plain(value))


def params(chance: random.Random) -> Value:
    """Generate the params of a notification."""
    made = _value(_payloads(), chance)
    return made if isinstance(made.value, dict) else Value(made.method, {"it": made.value})


def result(chance: random.Random) -> Value:
    """Generate the result of a response."""
    return _value(_responses(), chance)


def check_payload(made: Value) -> str:
    """Check that a payload has its type, or is reported as invalid."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        event = Notification(made.method, made.value)
        payload = event.payload
        assert event.payload is payload
    if isinstance(payload, UnknownNotification):
        assert payload.error is not None
        str(payload.error)
        return "unknown"
    assert isinstance(payload, BaseModel)
    assert type(payload) is registry.payload_type(made.method)
    return type(payload).__name__


def check_response(made: Value) -> str:
    """Check that a result is decoded, or rejected as invalid."""
    response = _responses()[made.method]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        refusal: UnexpectedResponseError | None = None
        try:
            decode(made.method, response, made.value)
        except UnexpectedResponseError as error:
            refusal = error
        if refusal is None:
            return response
        assert refusal.result is made.value
        assert refusal.method == made.method
        str(refusal)
        return "refused"
