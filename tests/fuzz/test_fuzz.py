"""A short run of each fuzz target, and inputs that failed in the past."""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from fuzz.__main__ import fuzz, main, where
from fuzz.streams import MARKER, Stream, check_session, encoded, recorded
from fuzz.targets import TARGETS, Target, explore
from fuzz.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTS = {"framing": 80, "session": 60, "payload": 200, "response": 200, "codegen": 12}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", TARGETS)
def test_session_survives_arbitrary_input(name: str) -> None:
    target = TARGETS[name]

    @settings(max_examples=COUNTS[name], deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=True))
    def run(chance: random.Random) -> None:
        outcome = target.check(target.make(chance))
        event(outcome)

    run()


class TestFound:
    """Inputs that failed in the past."""

    @pytest.mark.parametrize(
        "line",
        [
            *(b'{"id":%s,"method":"item/tool/call"}' % id for id in (b"[]", b"{}", b"null", b"true", b"1.5", b"1e999")),
            *(b'{"method":"serverRequest/resolved","params":{"requestId":%s}}' % id for id in (b"[]", b"{}", b"true")),
            b'{"method":"serverRequest/resolved"}',
            *(b'{"id":2,"error":%s}' % error for error in (b"[]", b'"text"', b"true", b"7", b'{"code":"x","data":[]}')),
            b'{"id":3,"result":' + b"[" * 100_000,
            b"[" * 100_000,
            b'{"id":' + b"9" * 5_000 + b',"result":1}',
        ],
        ids=lambda line: line[:60].decode(),
    )
    def test_malformed_messages(self, line: bytes) -> None:
        for cap in (64, 600, 1 << 20):
            check_session(Stream((line, recorded()[0], line), b"", cap, (500_000,)))

    @pytest.mark.parametrize(
        "line",
        [
            b'{"result":{"id":3,"x":"%s"},"id":99}',
            b'{"params":{"id":3,"x":"%s"},"method":"turn/started"}',
            b'{"id":3,"method":"item/tool/call","params":{"x":"%s"}}',
            b'{"x":"%s","id":3}',
            b'{"id":3,"result":"%s"}',
        ],
    )
    def test_oversized_message_fails_only_its_own_request(self, line: bytes) -> None:
        whole = line % (b"x" * 5_000)
        for cuts in ((), (1_000,), (100, 2_000, 999_000)):
            check_session(Stream((whole,), b"", 600, cuts))

    def test_marked_messages_survive_garbage(self) -> None:
        marks = [encoded({"method": MARKER, "params": {"n": number}}) for number in range(50)]
        garbage = [b"{" * 50, b"\xff", b'{"id":1', b"", b"x" * 5_000]
        lines = tuple(line for index, mark in enumerate(marks) for line in (garbage[index % len(garbage)], mark))
        assert check_session(Stream(lines, b"", 600, (1, 500_000, 999_999))) == "invalid UTF-8+malformed+oversize"


class Broken:
    """A target that fails on long lists, to test that failures are found, minimized and written."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers

    def smaller(self) -> Iterator[Broken]:
        for index in range(len(self.numbers)):
            yield Broken(self.numbers[:index] + self.numbers[index + 1 :])

    def dump(self) -> Any:
        return self.numbers


def check_broken(made: Broken) -> str:
    if sum(number > 7 for number in made.numbers) > 1:
        raise ZeroDivisionError(made.numbers)
    return "fine"


BROKEN = Target(lambda chance: Broken([chance.randrange(10) for _ in range(20)]), check_broken, Broken)


class TestRunner:
    def test_failure_is_found_minimized_and_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(TARGETS, "broken", BROKEN)
        tally = fuzz("broken", 0.05, "a seed", tmp_path)
        assert tally.inputs == sum(tally.outcomes.values()) > 0
        assert tally.failed == tally.outcomes["FAILED ZeroDivisionError"] > 0
        (place,) = tally.failures
        assert place.startswith("ZeroDivisionError at test_fuzz.py:")
        (path,) = tmp_path.iterdir()
        content = json.loads(path.read_bytes())
        assert len(content["input"]) == 2
        assert min(content["input"]) > 7
        assert "ZeroDivisionError" in content["failure"]
        assert main(["--replay", str(path)]) == 1

    def test_same_seed_generates_same_inputs(self) -> None:
        for target in TARGETS.values():
            made = [target.make(random.Random(f"seed:{number}")).dump() for number in range(3)]
            assert repr(made) == repr([target.make(random.Random(f"seed:{number}")).dump() for number in range(3)])
            loaded = [target.load(json.loads(json.dumps(one))).dump() for one in made]
            assert repr(loaded) == repr(json.loads(json.dumps(made)))

    def test_failures_are_distinguished_by_location(self) -> None:
        _, made, failure = explore(BROKEN, "another seed")
        assert failure is not None
        assert where(failure).startswith("ZeroDivisionError at test_fuzz.py:")
        assert isinstance(made, Broken)

    def test_command_line(self, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "fuzz", "--seconds", "0.2", "--seed", "x", "--target", "framing"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.startswith("seed x, 0.2 s\ntarget")
        assert list(tmp_path.iterdir()) == []

    def test_smaller_values_are_smaller(self) -> None:
        assert [one.value for one in Value("m", {"a": 1, "b": 2}).smaller()] == [{"b": 2}, {"a": 1}]
        made = Stream((b"a", b"b"), b"c", 64, (1,))
        assert all(len(one.data) + len(one.cuts) < len(made.data) + 1 for one in made.smaller())
