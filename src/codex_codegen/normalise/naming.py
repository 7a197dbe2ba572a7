"""Names of hoisted union branches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..errors import CodegenError
from ..names import is_class_name, pascal, spell_punctuation
from ..schema.bundle import Schema, branch_key
from ..schema.walk import is_inline_object

if TYPE_CHECKING:
    from collections import Counter

    from ..schema.strictness import Strictness


def clean_title(title: str) -> str:
    """Convert a title to a class name.

    `Thread/startRequest` -> `ThreadStartRequest`, `Chatgptv2::LoginAccountParams` -> `ChatgptLoginAccountParams`.
    """
    return pascal(re.sub(r"v\d+::", "", title))


def branch_names(
    parent: str,
    schema: Schema,
    keyword: str,
    titles: Counter[str],
    definitions: frozenset[str],
    strictness: Strictness,
) -> dict[int, str]:
    """Name the inline objects among the branches of a union.

    The name of a branch is, in this order: an override, its unique title, its tag value plus the parent, its only
    distinctive required key plus the parent. If one title is taken, no title of the union is used, so that siblings are
    named alike. If problems are tolerated, all required keys form a name, and tags that differ only in punctuation are
    spelled out.

    Args:
        parent: The name of the union.
        schema: The union.
        keyword: `oneOf` or `anyOf`.
        titles: The number of occurrences of each title.
        definitions: The names in use.
        strictness: Whether a missing name is an error or is derived.

    Returns:
        The names by index of the branch.

    Raises:
        CodegenError: A branch has no unique name.
    """
    inline = {index: branch for index, branch in enumerate(schema[keyword]) if is_inline_object(branch)}
    given = [clean_title(branch["title"]) for branch in inline.values() if isinstance(branch.get("title"), str)]
    use_titles = all(_is_free(title, titles, definitions) for title in given)
    names: dict[int, str] = {}
    pointers: dict[str, str] = {}
    for index, branch in inline.items():
        pointer = f"{schema['x-pointer']}/{keyword}/{index}"
        name = branch.get("x-name")
        if name is None and use_titles and isinstance(branch.get("title"), str):
            name = clean_title(branch["title"])
        if name is None:
            key = branch_key(branch) or _own_key(branch, list(inline.values()))
            name = f"{pascal(key)}{parent}" if key else None
        if name is None or not is_class_name(name):
            reason = "it has no unique title, no tag and no distinctive required key"
            problem = CodegenError(
                f"missing name for this branch: {reason if name is None else f'{name!r} is not a valid class name'}",
                pointer=pointer,
                remedy=override_remedy(pointer, branch),
            )
            name = pascal("-".join([*branch.get("required", []), "of", parent]))
            if not branch.get("required") or not is_class_name(name) or name in pointers:
                raise problem
            strictness.tolerate(problem, f"it is named {name}")
        if name in pointers:
            problem = CodegenError(
                f"the name {name} is already used by {pointers[name]}",
                pointer=pointer,
                remedy=override_remedy(pointer, branch),
            )
            name = f"{pascal(spell_punctuation(branch_key(branch) or ''))}{parent}"
            if not is_class_name(name) or name in pointers:
                raise problem
            strictness.tolerate(problem, f"it is named {name}")
        pointers[name] = pointer
        names[index] = name
    return names


def _is_free(title: str, titles: Counter[str], definitions: frozenset[str]) -> bool:
    return titles[title] == 1 and title not in definitions and is_class_name(title)


def _own_key(branch: Schema, siblings: list[Any]) -> str | None:
    """Return the only key that this branch requires and no sibling does."""
    others = {key for sibling in siblings if sibling is not branch for key in sibling.get("required", [])}
    own = [key for key in branch.get("required", []) if key not in others]
    return own[0] if len(own) == 1 else None


def override_remedy(pointer: str, schema: Schema) -> str:
    """Return the override that names an inline type."""
    required = ", ".join(f'"{key}"' for key in schema.get("required", []))
    expected = f"required = [{required}]" if required else f'type = "{schema.get("type", "object")}"'
    return f'add to schema/overrides.toml: [[name]] pointer = "{pointer}", expect = {{ {expected} }}, name = "ANewName"'
