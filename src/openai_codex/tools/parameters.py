"""The parameters of a function as JSON schema, and the arguments of a call as what the function takes."""

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
from openai_codex.errors import InputError
from openai_codex.tools.schema import to_runtime_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openai_codex._json_types import JsonObject, JsonValue

_UNFIT = (PydanticUserError, NameError, TypeError, AttributeError)
_MAX_PROBLEMS = 20
_MAX_SHOWN = 100


class ArgumentsError(ValueError):
    """What the model gave does not fit the parameters; the message is for the model to read."""


@dataclass(frozen=True)
class Parameters:
    """The parameters of one function. `schema` is their JSON schema, in the form that reaches the model."""

    schema: JsonObject
    _model: type[BaseModel]
    # Field -> parameter, and whether the function itself knows the default.
    _names: Mapping[str, tuple[str, bool]]

    def read(self, arguments: JsonValue) -> dict[str, Any]:
        """Return the keyword arguments for the function; `arguments` are an object, or JSON text of one.

        Raises `ArgumentsError`, which says what does not fit. What a validator raises beside ValueError and
        AssertionError passes through.
        """
        text = arguments if isinstance(arguments, str) else json.dumps({} if arguments is None else arguments)
        try:
            # As JSON, because that is what the model writes: dates, bytes and sets are text and lists in it.
            read = self._model.model_validate_json(text.strip() or "{}")
        except ValidationError as error:
            raise ArgumentsError(_report(error, [name for name, _ in self._names.values()])) from error
        return {
            name: getattr(read, field)
            for field, (name, defaults) in self._names.items()
            if field in read.model_fields_set or not defaults
        }


def parameters_of(function: Callable[..., Any], where: str, descriptions: Mapping[str, str]) -> Parameters:
    """Return the parameters of a function.

    `where` names the tool in errors, `descriptions` say what its docstring tells of parameters. Raises `InputError` for
    a parameter that the model could not be told of.
    """
    fields: dict[str, tuple[Any, Any]] = {}
    names: dict[str, tuple[str, bool]] = {}
    evaluate = _Evaluator(function)
    for number, parameter in enumerate(_signature(function, where).parameters.values()):
        name, default, field = parameter.name, parameter.default, f"{where}.{parameter.name}"
        _check_kind(parameter, field)
        if parameter.annotation is parameter.empty:
            _refuse_unannotated(name, field)
        annotation = evaluate(parameter.annotation, field)
        # Not by their own names, which may be what a pydantic model keeps for itself (`schema`, `_private`).
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
        raise InputError(where, f"its signature cannot be read ({error}); wrap it in a function with one") from error


def _check_kind(parameter: inspect.Parameter, field: str) -> None:
    name = parameter.name
    if parameter.kind is parameter.VAR_POSITIONAL:
        raise InputError(field, f"the model cannot give *{name}; take a list instead, such as `{name}: list[str]`")
    if parameter.kind is parameter.VAR_KEYWORD:
        raise InputError(
            field, f"the model has to be told each name, which **{name} does not; name them, or take a dict instead"
        )
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise InputError(field, "is positional-only, but the model gives arguments by name; remove the `/` behind it")


def _refuse_unannotated(name: str, field: str) -> NoReturn:
    if name in ("self", "cls"):
        raise InputError(
            field, f"the model cannot give {name}; lend the bound method: Tool.from_function(thing.method)"
        )
    raise InputError(field, f"has no annotation to tell the model its type; write one, such as `{name}: str`")


class _Evaluator:
    """Evaluates annotations that are strings (`from __future__ import annotations`), as their function would."""

    def __init__(self, function: Callable[..., Any]) -> None:
        plain: Any = function
        while isinstance(plain, partial):
            plain = plain.func
        plain = inspect.unwrap(plain)
        if not inspect.isroutine(plain):
            plain = getattr(plain, "__call__", plain)  # noqa: B004
        plain = getattr(plain, "__func__", plain)
        self._globals: dict[str, Any] = getattr(plain, "__globals__", {})
        # The types of a function that is defined inside of another one may be names there.
        self._locals = _names_around()
        self.namespace = {**self._globals, **self._locals}

    def __call__(self, annotation: Any, field: str) -> Any:
        if not isinstance(annotation, str):
            return annotation
        try:
            # As `typing.get_type_hints` does: it is the source of the user's own function, and comes from nobody else.
            return eval(annotation, self._globals, self._locals)
        except NameError as error:
            raise InputError(
                field,
                f"its annotation {annotation!r} cannot be evaluated ({error}); define or import that name before the "
                "tool, and not under `if TYPE_CHECKING`",
            ) from error
        except Exception as error:
            raise InputError(
                field, f"its annotation {annotation!r} cannot be evaluated ({type(error).__name__}: {error})"
            ) from error


def _names_around() -> dict[str, Any]:
    """Return the local names of the code that makes the tool."""
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
    """Return the model that reads the arguments, and its JSON schema."""

    def make(some: Mapping[str, tuple[Any, Any]]) -> tuple[type[BaseModel], JsonObject]:
        definitions: dict[str, Any] = {
            key: (Annotated[annotation, Field(alias=names[key][0])], default)
            for key, (annotation, default) in some.items()
        }
        model: type[BaseModel] = create_model("Arguments", __config__=ConfigDict(extra="forbid"), **definitions)
        model.model_rebuild(_types_namespace=namespace)
        return model, model.model_json_schema(schema_generator=SchemaGenerator)

    try:
        model, schema = make(fields)
    except _UNFIT as error:
        # Which one is it? The one that cannot be done alone either.
        for key, field in fields.items():
            try:
                make({key: field})
            except _UNFIT as problem:
                _refuse_type(f"{where}.{names[key][0]}", problem)
        _refuse_type(where, error)
    for key, info in model.model_fields.items():
        name = names[key][0]
        if info.validation_alias != name:
            raise InputError(f"{where}.{name}", "its Field has an alias; give the parameter that name itself")
    return model, schema


def _refuse_type(field: str, problem: Exception) -> NoReturn:
    first = str(problem).partition("\n")[0].rstrip(".")
    raise InputError(
        field, f"{first}; use types with a JSON form: str, int, list, dict, enums, dataclasses, pydantic models, ..."
    ) from problem


def _report(error: ValidationError, names: list[str]) -> str:
    problems = error.errors(include_url=False)
    lines = [_problem(problem, names) for problem in problems[:_MAX_PROBLEMS]]
    if len(problems) > _MAX_PROBLEMS:
        lines.append(f"... and {len(problems) - _MAX_PROBLEMS} more")
    return "\n".join(f"- {line}" for line in lines)


def _problem(problem: Any, names: list[str]) -> str:
    place, kind = problem["loc"], problem["type"]
    if kind == "extra_forbidden" and len(place) == 1:
        return f"{place[0]}: there is no such parameter; there are: {', '.join(names) or 'none'}"
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
    said = f"{where}: {problem['msg']}" if where else str(problem["msg"])
    if kind in ("missing", "json_invalid"):
        return said
    shown = json.dumps(problem["input"], ensure_ascii=False, default=str)
    return f"{said} (got {shown if len(shown) <= _MAX_SHOWN else shown[:_MAX_SHOWN] + '...'})"
