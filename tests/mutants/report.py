"""The result of a run, as text and as an exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutants.mutant import Mutant
    from mutants.project import Stage
    from mutants.survivors import Accepted

KILLED = ("killed", "timeout")


@dataclass
class Results:
    """Outcomes of the mutants of each package, by stage."""

    stages: tuple[Stage, ...]
    mutants: dict[str, list[Mutant]]
    outcomes: dict[Mutant, dict[str, str]] = field(default_factory=dict)

    def add(self, mutant: Mutant, stage: Stage, outcome: str) -> None:
        """Record the outcome of a mutant."""
        self.outcomes.setdefault(mutant, {})[stage.name] = outcome

    def is_killed(self, mutant: Mutant, stage: Stage) -> bool:
        """Return whether the tests of a stage or of a stage before it detect a mutant."""
        names = [other.name for other in self.stages[: self.stages.index(stage) + 1]]
        return any(self.outcomes.get(mutant, {}).get(name) in KILLED for name in names)

    def survivors(self, package: str) -> list[Mutant]:
        """Return the mutants of a package that no test detects."""
        return [mutant for mutant in self.mutants[package] if not self.is_killed(mutant, self.stages[-1])]

    def rate(self, stage: Stage, package: str | None = None) -> float:
        """Return the part of the mutants that the tests of a stage and of the stages before it detect."""
        chosen = [mutant for name, found in self.mutants.items() if package in (None, name) for mutant in found]
        return sum(self.is_killed(mutant, stage) for mutant in chosen) / max(1, len(chosen))

    def missed_goals(self) -> list[str]:
        """Return a message for each goal that is not reached."""
        return [
            f"{stage.name}: expected {stage.goal:.1%} of the mutants to be killed, got {self.rate(stage):.1%}"
            for stage in self.stages
            if self.rate(stage) < stage.goal
        ]


def render(results: Results, accepted: Accepted, stale: list[str]) -> str:
    """Return the report as Markdown.

    Args:
        results: The outcomes.
        accepted: The accepted survivors.
        stale: Keys of accepted survivors that no longer apply.
    """
    names = [stage.name for stage in results.stages]
    lines = [
        "# Mutation testing",
        "",
        f"| Package | Mutants | {' | '.join(f'Killed by {name}' for name in names)} | Survivors |",
    ]
    lines.append("|---" * (3 + len(names)) + "|")
    for package in [*results.mutants, None]:
        found = [mutant for name, items in results.mutants.items() if package in (None, name) for mutant in items]
        rates = " | ".join(f"{results.rate(stage, package):.1%}" for stage in results.stages)
        left = sum(not results.is_killed(mutant, results.stages[-1]) for mutant in found)
        lines.append(f"| {package or 'all'} | {len(found)} | {rates} | {left} |")
    for package in results.mutants:
        survivors = results.survivors(package)
        if survivors:
            lines += ["", f"## Survivors: {package}", ""]
            lines += [_survivor(mutant, results, accepted) for mutant in survivors]
    if stale:
        lines += ["", "## Accepted survivors that no longer apply", "", *(f"- `{key}`" for key in stale)]
    return "\n".join([*lines, ""])


def _survivor(mutant: Mutant, results: Results, accepted: Accepted) -> str:
    outcomes = ", ".join(f"{name}: {outcome}" for name, outcome in results.outcomes.get(mutant, {}).items())
    reason = accepted.reasons.get(mutant.key, "no reason yet")
    return f"- `{mutant.key}` ({mutant.path}:{mutant.line}; {outcomes}): {reason}"
