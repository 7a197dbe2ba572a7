"""Run the normalisation passes in order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..schema.strictness import Strictness
from ..schema.walk import Definitions, rewrite_all
from .flatten import (
    check_vocabulary,
    collapse_single_ref,
    flatten_namespaces,
    flatten_unions,
    spell_out_types,
    strip_scalar_titles,
)
from .hoist import hoist
from .merge import merge_alternatives, merge_siblings, merge_string_branches
from .unions import mark_discriminators

if TYPE_CHECKING:
    from ..schema.bundle import Schema


def normalise(bundle: Schema, strictness: Strictness | None = None) -> Definitions:
    """Return the normalised definitions of a bundle.

    Each is an object, an enum, a union of references, or a plain value.

    Args:
        bundle: The schema of a bundle.
        strictness: Whether problems that need a review are raised; None raises them.

    Raises:
        CodegenError: The schema is not supported.
    """
    strictness = strictness or Strictness()
    definitions = flatten_namespaces(bundle)
    # Each pass rewrites one schema at a time, inner schemas first.
    for local in (
        partial(check_vocabulary, strictness=strictness),
        strip_scalar_titles,
        partial(collapse_single_ref, strictness=strictness),
        spell_out_types,
        flatten_unions,
        partial(merge_alternatives, strictness=strictness),
        partial(merge_siblings, strictness=strictness),
        merge_string_branches,
    ):
        definitions = rewrite_all(definitions, local)
    return mark_discriminators(hoist(definitions, strictness))
