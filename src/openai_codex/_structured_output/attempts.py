"""Attempts of `run(output_type=...)`: validate the model's answer, and ask again if it is invalid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openai_codex._validation import validate_integer
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from openai_codex._requests.keywords import RunKeywords
    from openai_codex._results.result import TurnResult
    from openai_codex._structured_output.output_type import OutputType, OutputValidationError


class OutputAttempts:
    """Validate the answers of one `run` and count its attempts."""

    def __init__(self, output_type: Any, retries: int, options: RunKeywords) -> None:
        # Imported late: `run` without an output type must not load pydantic's type adapters.
        from openai_codex._structured_output.output_type import OutputType

        self._type: OutputType[Any] = OutputType(output_type)
        self._remaining_retries = retries
        self.options: RunKeywords = {**options, "output_schema": self._type.schema()}
        """The keywords of each turn."""

    def parse(self, result: TurnResult[Any]) -> TurnResult[Any]:
        """Return the result with its `output`.

        Raises:
            OutputValidationError: The answer is invalid.
        """
        output = self._type.parse(result.final_response, result=result)
        return replace(result, output=output)

    def next_input(self, error: OutputValidationError) -> str:
        """Return the input of the next attempt.

        Raises:
            OutputValidationError: No attempt is left, or the turn did not complete.
        """
        # A turn that was interrupted must not be restarted by a retry.
        if self._remaining_retries == 0 or error.result is None or error.result.status != "completed":
            raise error
        self._remaining_retries -= 1
        return self._type.retry_prompt(error)


def output_attempts(output_type: object, retries: int, options: RunKeywords) -> OutputAttempts | None:
    """Return the attempts of a `run`, or None if the caller expects text.

    Args:
        output_type: The type of the answer; None for text.
        retries: How many times to ask again after an invalid answer.
        options: The keywords of the turn.

    Raises:
        InputError: `retries` is invalid or has no `output_type`, or `output_schema` is given as well.
    """
    validate_integer("retries", retries, minimum=0)
    if output_type is None:
        if retries:
            raise InputError("retries", "requires output_type; add output_type=... or remove retries")
        return None
    if options.get("output_schema") is not None:
        raise InputError("output_schema", "conflicts with output_type, which sets it; give only one of them")
    return OutputAttempts(output_type, retries, options)
