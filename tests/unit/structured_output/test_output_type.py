"""Unit tests of `OutputType` and `OutputValidationError`."""

import copy
import json
import pickle
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from typing_extensions import assert_type

from openai_codex._structured_output.output_type import OutputType, OutputValidationError
from openai_codex.errors import CodexError
from unit.core.test_imports import loaded_by


class Line(BaseModel):
    text: str
    price: float = Field(ge=0)

    @field_validator("text")
    @classmethod
    def validate_text(cls, text: str) -> str:
        if text.isupper():
            raise ValueError("is upper case")
        return text


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: float


class Square(BaseModel):
    kind: Literal["square"]
    side: float


class Invoice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int
    lines: list[Line]
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None
    stamp: Circle | Square | None = None


class Point(NamedTuple):
    x: int
    y: int = 0


INVOICE = OutputType(Invoice)
GOOD: dict[str, Any] = {"number": 7, "lines": [{"text": "Tea", "price": 3.5}], "shape": None, "stamp": None}


def error_of(output: OutputType[Any], text: str | None) -> OutputValidationError:
    with pytest.raises(OutputValidationError) as caught:
        output.parse(text)
    return caught.value


def issues(**changes: Any) -> list[str]:
    return list(error_of(INVOICE, json.dumps({**GOOD, **changes})).issues)


def test_parse_valid_answer_returns_value() -> None:
    invoice = INVOICE.parse(json.dumps(GOOD))
    assert invoice == Invoice(number=7, lines=[Line(text="Tea", price=3.5)])
    assert OutputType(list[int]).parse('{"value": [1, 2]}') == [1, 2]
    assert OutputType(str).parse(' {"value": ""}\n') == ""


def test_parse_has_type_of_value() -> None:
    assert_type(INVOICE, OutputType[Invoice])
    assert_type(INVOICE.parse(json.dumps(GOOD)), Invoice)
    assert_type(OutputType(list[int]).parse('{"value": [1]}'), list[int])
    assert_type(OutputType(Invoice | None).parse('{"value": null}'), Invoice | None)
    assert_type(OutputType(Literal["a"]).parse('{"value": "a"}'), Literal["a"])
    unknown: Any = Invoice
    assert_type(OutputType(unknown).parse(json.dumps(GOOD)), Any)


@pytest.mark.parametrize(
    "text",
    [
        "```json\n{}\n```",
        "```\n{}\n```",
        "  ```JSON title=x\n\n{}\n\n```  \n",
        "````json\n{}\n````",
        "```json\r\n{}\r\n```",
        "```json\n{}```",
    ],
)
def test_parse_fenced_answer_returns_value(text: str) -> None:
    assert INVOICE.parse(text.replace("{}", json.dumps(GOOD, indent=1))).number == 7


@pytest.mark.parametrize(
    "text",
    ["```json\n{}", "Here it is:\n```json\n{}\n```", "```json\n{}\n```\nDone.", "``\n{}\n``", "```{}```"],
)
def test_parse_incomplete_fence_raises(text: str) -> None:
    error = error_of(INVOICE, text.replace("{}", json.dumps(GOOD)))
    assert [issue.partition(":")[0] for issue in error.issues] == ["Invalid JSON"]


def test_parse_fence_inside_string_is_kept() -> None:
    code = "```py\nprint()\n```"
    assert OutputType(str).parse(json.dumps({"value": code})) == code
    assert OutputType(str).parse(f"```json\n{json.dumps({'value': code})}\n```") == code


@pytest.mark.parametrize("text", [None, "", " \n\t"])
def test_parse_empty_answer_raises(text: str | None) -> None:
    error = error_of(INVOICE, text)
    assert error.text == text
    assert type(error.problem) is ValueError
    assert str(error) == "the answer is not a valid Invoice:\n- the answer is empty"


def test_output_validation_error_has_attributes() -> None:
    text = json.dumps({**GOOD, "number": "seven"})
    error = error_of(INVOICE, text)
    assert isinstance(error, CodexError)
    assert isinstance(error, ValueError)
    assert error.expected == "Invoice"
    assert error.text == text
    assert isinstance(error.problem, ValidationError)
    assert error.__cause__ is error.problem
    assert error.problem.errors()[0]["loc"] == ("number",)
    assert error.result is None
    assert str(error) == (
        "the answer is not a valid Invoice:\n"
        '- number: Input should be a valid integer, unable to parse string as an integer (got "seven")'
    )


def test_output_validation_error_copy_and_pickle_keep_attributes() -> None:
    error = error_of(INVOICE, "{}")
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert type(twin) is OutputValidationError
        assert str(twin) == str(error)
        assert (twin.expected, twin.text, twin.issues) == (error.expected, error.text, error.issues)
        assert str(twin.problem) == str(error.problem)


def test_output_validation_error_issues_have_paths() -> None:
    assert issues(number=None) == ["number: Input should be a valid integer (got null)"]
    assert issues(lines=[{"text": "a", "price": 1}, {"text": "A", "price": -1}, {}]) == [
        'lines[1].text: Value error, is upper case (got "A")',
        "lines[1].price: Input should be greater than or equal to 0 (got -1)",
        "lines[2].text: Field required",
        "lines[2].price: Field required",
    ]
    assert issues(lines={"0": 1}) == ["lines: Input should be a valid array"]
    assert issues(**{"new key": 1, "ö": 2}) == [
        '["new key"]: Extra inputs are not permitted (got 1)',
        "ö: Extra inputs are not permitted (got 2)",
    ]
    assert list(error_of(OutputType(list[list[int]]), '{"value": [[1], [2, 1.5]]}').issues) == [
        "value[1][1]: Input should be a valid integer, got a number with a fractional part (got 1.5)"
    ]
    (missing,) = error_of(OutputType(list[Point]), '{"value": [{"x": 1}, {}]}').issues
    assert missing.startswith("value[1].x: ")
    assert list(error_of(INVOICE, "[1]").issues) == ["Input should be an object"]


def test_output_validation_error_issues_omit_union_branches() -> None:
    assert issues(shape={"kind": "circle", "radius": "far"}) == [
        'shape.radius: Input should be a valid number, unable to parse string as a number (got "far")'
    ]
    assert issues(shape={"kind": "circle"}) == ["shape.radius: Field required"]
    assert issues(stamp={"kind": "square", "side": "x"}) == [
        "stamp.kind: Input should be 'circle' (got \"square\")",
        "stamp.radius: Field required",
        'stamp.side: Input should be a valid number, unable to parse string as a number (got "x")',
    ]


def test_output_validation_error_issues_are_truncated() -> None:
    (extra,) = issues(**{"key" * 1000: "value" * 1000})
    assert len(extra) < 200
    many = issues(lines=[{"text": "a" * 500, "price": "b" * 500}] * 30)
    assert len(many) == 21
    assert many[-1] == "and 10 more"
    assert max(map(len, many)) < 200
    assert many[0].endswith("bbb...)")


def test_retry_prompt_lists_issues() -> None:
    error = error_of(INVOICE, json.dumps({**GOOD, "number": None, "lines": [{"text": "a"}]}))
    assert INVOICE.retry_prompt(error) == (
        "Your answer does not match the required JSON schema:\n"
        "- number: Input should be a valid integer (got null)\n"
        "- lines[0].price: Field required\n"
        "Reply with the complete, corrected JSON object and nothing else."
    )
    assert "the answer is empty" in INVOICE.retry_prompt(error_of(INVOICE, None))
    assert "Invalid JSON: " in INVOICE.retry_prompt(error_of(INVOICE, "Sorry, I cannot do that."))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
similar_answers = st.fixed_dictionaries(
    {
        "number": json_values | st.just(1),
        "lines": json_values | st.lists(st.fixed_dictionaries({"text": json_values, "price": json_values})),
        "shape": json_values | st.fixed_dictionaries({"kind": st.sampled_from(["circle", "square", "x"])}),
        "stamp": json_values,
    }
)


NUMBERS = OutputType(int | list[str])


def parse_error(output: OutputType[Any], text: str) -> OutputValidationError | None:
    try:
        output.parse(text)
    except OutputValidationError as error:
        return error
    return None


@given(text=st.text(alphabet=st.characters()) | (json_values | similar_answers).map(json.dumps))
def test_parse_any_text_returns_or_raises_validation_error(text: str) -> None:
    for output in (INVOICE, NUMBERS):
        error = parse_error(output, text)
        if error is not None:
            assert error.issues
            assert error.text == text
            assert len(output.retry_prompt(error).encode("utf-8")) < 10_000


@pytest.mark.parametrize("text", ["\ud800", '{"value": "\ud800"}', '{"value": "\\ud800"}', '{"\ud800": 1}'])
def test_parse_lone_surrogate_raises_with_encodable_prompt(text: str) -> None:
    error = error_of(OutputType(str), text)
    assert len(error.issues) == 1
    assert OutputType(str).retry_prompt(error).encode("utf-8")


def test_parse_strict_model_uses_json_mode() -> None:
    class Strict(BaseModel):
        model_config = ConfigDict(strict=True)

        tags: set[str]
        size: tuple[int, int]

    answer = '{"tags": ["a"], "size": [1, 2]}'
    assert OutputType(Strict).parse(answer) == Strict(tags={"a"}, size=(1, 2))
    assert list(error_of(OutputType(Strict), '{"tags": ["a"], "size": [1, "2"]}').issues) == [
        'size[1]: Input should be a valid integer (got "2")'
    ]


def test_output_type_name_is_short() -> None:
    assert repr(INVOICE) == "OutputType(Invoice)"
    assert OutputType(list[int]).name == "list[int]"
    assert OutputType(Literal["a", 1]).name == "Literal['a', 1]"


def test_import_of_client_does_not_import_output_type() -> None:
    modules = loaded_by("from openai_codex import AsyncCodex, Codex, InputError, TurnHandle")
    assert not {name for name in modules if name.startswith("openai_codex._structured_output.output_type")}
