"""Convert wire names to Python names."""

from __future__ import annotations

import keyword
import re
import unicodedata


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


# Attributes of pydantic's BaseModel that a field of the same name would hide, in addition to the `model_` methods.
# Listed here so that the output does not depend on the installed pydantic version.
_MODEL_ATTRIBUTES = word_set(
    """
    construct copy dict fields_set from_orm json mro parse_file parse_obj parse_raw register root schema schema_json
    update_forward_refs validate
    """
)
_MODEL_METHODS = word_set(
    """
    model_computed_fields model_config model_construct model_copy model_dump model_dump_json model_extra
    model_fields model_fields_set model_json_schema model_parametrized_name model_post_init model_rebuild
    model_validate model_validate_json model_validate_strings
    """
)
# Builtins used by the generated class bodies.
_USED_BUILTINS = word_set(
    """
    bool dict float int list object property str
    """
)

# Names imported by the generated modules, in addition to the definitions.
_EMITTED_NAMES = word_set(
    """
    Annotated Any AsyncRpc BestMatchUnion CodexError Field Literal OpenEnum OpenUnion Rpc TYPE_CHECKING TypeAlias
    TypedDict UNSET UnexpectedKeywordError UnknownVariant Unset WireModel
    """
)

# Attributes of str and Enum that a member of the same name would hide.
_ENUM_ATTRIBUTES = word_set(
    """
    capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha
    isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower
    lstrip maketrans mro name partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
    rstrip split splitlines startswith strip swapcase title translate upper value zfill is_known root
    model_validate
    """
)


def words(text: str) -> list[str]:
    """Split a wire name of any style into its words."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return [word for word in re.split(r"[^A-Za-z0-9]+", spaced) if word]


def snake(text: str) -> str:
    """Convert a name to snake_case: `mcpServer` -> `mcp_server`. The result may be empty."""
    return "_".join(word.lower() for word in words(text))


def pascal(text: str) -> str:
    """Convert a name to PascalCase: `thread/tokenUsage` -> `ThreadTokenUsage`.

    Inner capitals are kept.
    """
    parts = re.split(r"[^A-Za-z0-9]+", text)
    return "".join(part[:1].upper() + part[1:] for part in parts)


def spell_punctuation(text: str) -> str:
    """Spell out the punctuation of a name: `openai/form` -> `openai-slash-form`.

    This distinguishes two names that differ only in punctuation.
    """
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"-{unicodedata.name(found[0], 'other').split()[0].lower()}-", text)


def camel(name: str) -> str:
    """Return the alias that `WireModel` gives to a field: `turn_id` -> `turnId`."""
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def is_class_name(text: str) -> bool:
    """Return whether a text is a valid class name that no generated module uses otherwise."""
    usable = text.isascii() and text.isidentifier() and text[0].isupper()
    return usable and text not in _EMITTED_NAMES and not keyword.iskeyword(text)


def field_name(wire: str) -> str:
    """Return the attribute for a wire property, or an empty string if no character is usable."""
    name = snake(wire)
    if name and name[0].isdigit():
        name = f"field_{name}"
    hidden = name in _MODEL_ATTRIBUTES or name in _MODEL_METHODS or name in _USED_BUILTINS
    return f"{name}_" if hidden or keyword.iskeyword(name) else name


def member_name(value: str) -> str:
    """Return the enum member for a wire value, or an empty string if no character is usable."""
    name = snake(value)
    if name and name[0].isdigit():
        name = f"value_{name}"
    return f"{name}_" if name in _ENUM_ATTRIBUTES or keyword.iskeyword(name) else name
