"""pytest plugin that records the outcome and the duration of each test in a JSON file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis

if TYPE_CHECKING:
    import pytest

# The same examples in each run; no time is spent on smaller examples.
_PHASES = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
_CHECKS = list(hypothesis.HealthCheck)
hypothesis.settings.register_profile(
    "mutants", derandomize=True, database=None, phases=_PHASES, deadline=None, suppress_health_check=_CHECKS
)
hypothesis.settings.load_profile("mutants")


class Recorder:
    """Durations of the tests that passed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._durations: dict[str, float] = {}
        self._failed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)
        self._durations[report.nodeid] = self._durations.get(report.nodeid, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        passed = {test: seconds for test, seconds in self._durations.items() if test not in self._failed}
        self._path.write_text(json.dumps({"passed": passed, "failed": sorted(self._failed)}), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    path = os.environ.get("MUTANTS_RECORD")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(Path(path)), "mutants-recorder")
