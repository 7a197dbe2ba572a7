"""Names: from what the wire calls a thing to what Python may call it."""

from __future__ import annotations

import keyword
import re
import unicodedata


def word_set(text: str) -> frozenset[str]:
    """Give the words of a text, which reads better than a long set of strings."""
    return frozenset(text.split())


# Attributes of pydantic's BaseModel that a field of the same name would hide, beside those that start with `model_`.
# Written down, so that the output does not depend on the installed pydantic.
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
# Builtins that the emitted class bodies use themselves.
_USED_BUILTINS = word_set(
    """
    bool dict float int list object property str
    """
)

# What the emitted modules import, beside the definitions.
_EMITTED_NAMES = word_set(
    """
    Annotated Any BestMatchUnion Field Literal OpenEnum OpenUnion TypeAlias TypedDict UnknownVariant Unset UNSET
    WireModel
    CodexError UnexpectedKeywordError Rpc AsyncRpc TYPE_CHECKING
    """
)

# Members that would hide what str and Enum offer on every member.
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
    """Split a wire name into its words, whatever style it is written in."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return [word for word in re.split(r"[^A-Za-z0-9]+", spaced) if word]


def snake(text: str) -> str:
    """`mcpServer` -> `mcp_server`, `on-request` -> `on_request`. Empty when nothing of the text can stay."""
    return "_".join(word.lower() for word in words(text))


def pascal(text: str) -> str:
    """`thread/tokenUsage` -> `ThreadTokenUsage`. Inner capitals stay as they are."""
    parts = re.split(r"[^A-Za-z0-9]+", text)
    return "".join(part[:1].upper() + part[1:] for part in parts)


def spell_punctuation(text: str) -> str:
    """Write out the punctuation of a name: `openai/form` -> `openai-slash-form`.

    Two names that differ in nothing else are told apart that way.
    """
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"-{unicodedata.name(found[0], 'other').split()[0].lower()}-", text)


def camel(name: str) -> str:
    """`turn_id` -> `turnId`: the alias that `WireModel` gives to a field (see models.py.jinja)."""
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def is_class_name(text: str) -> bool:
    """Whether `text` can name a class in the emitted package: capital first, and nothing that its modules use."""
    usable = text.isascii() and text.isidentifier() and text[0].isupper()
    return usable and text not in _EMITTED_NAMES and not keyword.iskeyword(text)


def field_name(wire: str) -> str:
    """Give the attribute for a wire property; empty when none of its characters can stay."""
    name = snake(wire)
    if name and name[0].isdigit():
        name = f"field_{name}"
    hidden = name in _MODEL_ATTRIBUTES or name in _MODEL_METHODS or name in _USED_BUILTINS
    return f"{name}_" if hidden or keyword.iskeyword(name) else name


def member_name(value: str) -> str:
    """Give the enum member for a wire value; empty when none of its characters can stay."""
    name = snake(value)
    if name and name[0].isdigit():
        name = f"value_{name}"
    return f"{name}_" if name in _ENUM_ATTRIBUTES or keyword.iskeyword(name) else name
