"""Features that a runtime version lacks, so that a call fails clearly instead of being rejected or ignored."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from openai_codex._json_types import is_object
from openai_codex._versions import UNVERSIONED, is_version, version_key
from openai_codex.errors import UnsupportedByRuntimeError

if TYPE_CHECKING:
    from collections.abc import Mapping


class VersionRange(NamedTuple):
    """Versions that have a feature: from `first` to `last`.

    `last` is None if newer versions still have it.
    """

    first: str
    last: str | None


class MissingFeatures(NamedTuple):
    """The parts of a method that a runtime lacks: the method itself, or fields of its params."""

    method: VersionRange | None
    fields: Mapping[str, VersionRange]


@lru_cache(maxsize=16)
def missing_features(version: str | None) -> Mapping[str, MissingFeatures]:
    """Return the features that a runtime version is known to lack, by method.

    The result is empty for a runtime without a version, or with a newer one than those recorded. A version between two
    recorded ones lacks the features that both lack.
    """
    if version is None or not is_version(version) or version_key(version)[0] == version_key(UNVERSIONED)[0]:
        return {}
    from codex_protocol.availability import FIELDS, METHODS, VERSIONS

    key, keys = version_key(version), [version_key(known) for known in VERSIONS]
    if not keys or not all(map(is_version, VERSIONS)) or key > keys[-1]:
        return {}
    # Index of the newest recorded version that is not newer, and of the oldest one that is not older.
    below = bisect_right(keys, key) - 1
    above = below if below >= 0 and keys[below] == key else below + 1

    def gap(span: tuple[int, int] | None) -> VersionRange | None:
        if span is None:
            return None
        first, last = span
        if above < first:
            return VersionRange(VERSIONS[first], None)
        return VersionRange(VERSIONS[first], VERSIONS[last]) if below > last else None

    found: dict[str, MissingFeatures] = {}
    for method in {**METHODS, **FIELDS}:
        whole = gap(METHODS.get(method))
        fields = {name: lack for name, span in FIELDS.get(method, {}).items() if (lack := gap(span)) is not None}
        if whole is not None or fields:
            found[method] = MissingFeatures(whole, fields)
    return found


def check_supported(missing: Mapping[str, MissingFeatures], version: str | None, method: str, params: Any) -> None:
    """Raise `UnsupportedByRuntimeError` if a version lacks a method or a field of its params.

    `missing` is the result of `missing_features(version)`.
    """
    found = missing.get(method)
    if found is None:
        return
    gap, field = found.method, None
    if gap is None:
        if not is_object(params) or found.fields.keys().isdisjoint(params):
            return
        field = next(name for name in params if name in found.fields)
        gap = found.fields[field]
    removed = gap.last is not None
    raise UnsupportedByRuntimeError(method, field, gap.last or gap.first, version or "", removed=removed)
