"""The accepted survivors: mutants that no test needs to detect, each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codex_codegen.schema.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

ACCEPTED = Path(__file__).with_name("survivors.toml")


@dataclass(frozen=True)
class Accepted:
    """Keys of accepted survivors, and their reasons."""

    reasons: dict[str, str]

    @classmethod
    def load(cls, path: Path = ACCEPTED) -> Accepted:
        """Read a file of accepted survivors.

        Args:
            path: A TOML file with tables `[[accepted]]`: a reason, and the keys of the mutants that it applies to.

        Raises:
            ValueError: A reason is missing, or a key occurs twice.
        """
        reasons: dict[str, str] = {}
        tables: list[dict[str, Any]] = read_toml(path).get("accepted", [])
        for number, table in enumerate(tables):
            reason = table.get("reason")
            if not isinstance(reason, str) or not reason.strip():
                raise ValueError(f"{path.name}: accepted[{number}]: missing reason")
            for key in table.get("mutants", []):
                if key in reasons:
                    raise ValueError(f"{path.name}: accepted[{number}]: duplicate mutant: {key}")
                reasons[key] = reason
        return cls(reasons)

    def stale(self, existing: Iterable[str], killed: Iterable[str]) -> list[str]:
        """Return the keys that no longer apply.

        Args:
            existing: Keys of all mutants.
            killed: Keys of the mutants that a test detects.
        """
        return sorted((self.reasons.keys() - set(existing)) | (self.reasons.keys() & set(killed)))
