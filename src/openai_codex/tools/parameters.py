"""Derive JSON schemas from function parameters, and validate the arguments of calls."""

from __future__ import annotations

import inspect
import json
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, ValidationError, create_model
from pydantic.fields import FieldInfo

from openai_codex._json_schema import SchemaGenerator
from openai_codex._redaction import printable
from openai_codex.errors import InputError
from openai_codex.tools.schema import to_runtime_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._json_types import JsonObject, JsonValue

_SCHEMA_ERRORS = (PydanticUserError, NameError, TypeError, AttributeError)
_MAX_PROBLEMS = 20
_MAX_SHOWN = 100


class ArgumentsError(ValueError):
    """The model sent invalid arguments. The message is written for the model, without control characters."""

    formatted_by_client = True


@dataclass(frozen=True)
class Parameters:
    """The parameters of a function.

    Attributes:
        schema: The JSON schema of the parameters, in a form that the runtime passes on.
    """

    schema: JsonObject
    _model: type[BaseModel]
    # Model field -> parameter name, and whether the function has its own default.
    _names: Mapping[str, tuple[str, bool]]

    def parse(self, arguments: JsonValue) -> dict[str, Any]:
        """Return the keyword arguments for the function.

        Args:
            arguments: The arguments as an object or as JSON text; None stands for no arguments.

        Raises:
            ArgumentsError: The arguments are invalid. Exceptions of validators other than ValueError and AssertionError
                are not converted.
        """
        text = arguments if isinstance(arguments, str) else json.dumps({} if arguments is None else arguments)
        try:
            # Validated as JSON, in which dates, bytes and sets are strings and lists.
            parsed = self._model.model_validate_json(text.strip() or "{}")
        except ValidationError as error:
            raise ArgumentsError(_format_errors(error, [name for name, _ in self._names.values()])) from error
        return {
            name: getattr(parsed, field)
            for field, (name, defaults) in self._names.items()
            if field in parsed.model_fields_set or not defaults
        }


def inspect_parameters(function: Callable[..., Any], where: str, descriptions: Mapping[str, str]) -> Parameters:
    """Return the parameters of a function.

    Args:
        function: The function.
        where: The position of the tool, used in errors.
        descriptions: Descriptions of parameters from the docstring, by name.

    Raises:
        InputError: A parameter is not supported or has no JSON schema.
    """
    fields: dict[str, tuple[Any, Any]] = {}
    names: dict[str, tuple[str, bool]] = {}
    evaluate = _Evaluator(function)
    for number, parameter in enumerate(_signature(function, where).parameters.values()):
        name, default, field = parameter.name, parameter.default, f"{where}.{parameter.name}"
        _check_kind(parameter, field)
        if parameter.annotation is parameter.empty:
            _reject_unannotated(name, field)
        annotation = evaluate(parameter.annotation, field)
        # Generated names: pydantic reserves names such as `schema` and `_private`.
        key = f"p{number}"
        names[key] = name, default is not parameter.empty and not isinstance(default, FieldInfo)
        fields[key] = annotation, ... if default is parameter.empty else default
    model, schema = _model(fields, names, where, evaluate.namespace)
    properties: JsonObject = schema.setdefault("properties", {})
    for name, prop in properties.items():
        if name in descriptions:
            prop.setdefault("description", descriptions[name])
    return Parameters(to_runtime_schema(schema), model, MappingProxyType(names))


def _signature(function: Callable[..., Any], where: str) -> inspect.Signature:
    try:
        return inspect.signature(function)
    except (TypeError, ValueError, NameError) as error:
        raise InputError(
            where, f"the signature is not available ({error}); wrap the function in a Python function with annotations"
        ) from error


def _check_kind(parameter: inspect.Parameter, field: str) -> None:
    name = parameter.name
    if parameter.kind is parameter.VAR_POSITIONAL:
        raise InputError(field, f"*{name} is not supported; use a list instead, such as `{name}: list[str]`")
    if parameter.kind is parameter.VAR_KEYWORD:
        raise InputError(
            field, f"**{name} is not supported, because the model needs names; name the parameters, or use a dict"
        )
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise InputError(
            field,
            "positional-only parameters are not supported, because the model sends names; remove the `/` after it",
        )


def _reject_unannotated(name: str, field: str) -> NoReturn:
    if name in ("self", "cls"):
        raise InputError(
            field, f"the model does not send {name}; pass the bound method, as in Tool.from_function(instance.method)"
        )
    raise InputError(field, f"missing annotation, which sets the type for the model; add one, such as `{name}: str`")


class _Evaluator:
    """Evaluate string annotations in the scope of their function.

    Annotations are strings with `from __future__ import annotations`.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        plain: Any = function
        while isinstance(plain, partial):
            plain = plain.func
        plain = inspect.unwrap(plain)
        if not inspect.isroutine(plain):
            plain = getattr(plain, "__call__", plain)  # noqa: B004
        plain = getattr(plain, "__func__", plain)
        self._globals: dict[str, Any] = getattr(plain, "__globals__", {})
        # Annotations of a nested function may refer to names of the enclosing function.
        self._locals = _caller_locals()
        self.namespace = {**self._globals, **self._locals}

    def __call__(self, annotation: Any, field: str) -> Any:
        if not isinstance(annotation, str):
            return annotation
        try:
            # Same as `typing.get_type_hints`. The source is the caller's own code.
            return eval(annotation, self._globals, self._locals)
        except NameError as error:
            raise InputError(
                field,
                f"invalid annotation {annotation!r} ({error}); define or import that name before the tool, "
                "outside of `if TYPE_CHECKING`",
            ) from error
        except Exception as error:
            raise InputError(
                field, f"invalid annotation {annotation!r} ({type(error).__name__}: {error}); correct it"
            ) from error


def _caller_locals() -> dict[str, Any]:
    """Return the local names of the code that creates the tool."""
    package = __name__.partition(".")[0]
    frame = inspect.currentframe()
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] == package:
        frame = frame.f_back
    return {} if frame is None or frame.f_locals is frame.f_globals else dict(frame.f_locals)


def _model(
    fields: Mapping[str, tuple[Any, Any]],
    names: Mapping[str, tuple[str, bool]],
    where: str,
    namespace: dict[str, Any],
) -> tuple[type[BaseModel], JsonObject]:
    """Return the model that validates the arguments, and its JSON schema."""

    def build(some: Mapping[str, tuple[Any, Any]]) -> tuple[type[BaseModel], JsonObject]:
        definitions: dict[str, Any] = {
            key: (Annotated[annotation, Field(alias=names[key][0])], default)
            for key, (annotation, default) in some.items()
        }
        model: type[BaseModel] = create_model("Arguments", __config__=ConfigDict(extra="forbid"), **definitions)
        model.model_rebuild(_types_namespace=namespace)
        return model, model.model_json_schema(schema_generator=SchemaGenerator)

    try:
        model, schema = build(fields)
    except _SCHEMA_ERRORS as error:
        # Find the parameter that causes the error: it fails alone as well.
        for key, field in fields.items():
            try:
                build({key: field})
            except _SCHEMA_ERRORS as problem:
                _reject_type(f"{where}.{names[key][0]}", problem)
        _reject_type(where, error)
    for key, info in model.model_fields.items():
        name = names[key][0]
        if info.validation_alias != name:
            raise InputError(f"{where}.{name}", "aliases of Field are not supported; rename the parameter instead")
    return model, schema


def _reject_type(field: str, problem: Exception) -> NoReturn:
    first = str(problem).partition("\n")[0].rstrip(".")
    raise InputError(
        field,
        f"{first}; use types with a JSON form, such as str, int, list, dict, enums, dataclasses and pydantic models",
    ) from problem


def _format_errors(error: ValidationError, names: list[str]) -> str:
    problems = error.errors(include_url=False)
    lines = [_format_error(problem, names) for problem in problems[:_MAX_PROBLEMS]]
    if len(problems) > _MAX_PROBLEMS:
        lines.append(f"... and {len(problems) - _MAX_PROBLEMS} more")
    return "\n".join(f"- {printable(line)}" for line in lines)


def _format_error(problem: Any, names: list[str]) -> str:
    place, kind = problem["loc"], problem["type"]
    if kind == "extra_forbidden" and len(place) == 1:
        return f"{place[0]}: unknown parameter; the parameters are: {', '.join(names) or 'none'}"
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    text = f"{where}: {problem['msg']}" if where else str(problem["msg"])
    if kind in ("missing", "json_invalid"):
        return text
    shown = json.dumps(problem["input"], ensure_ascii=False, default=str)
    return f"{text} (got {shown if len(shown) <= _MAX_SHOWN else shown[:_MAX_SHOWN] + '...'})"
