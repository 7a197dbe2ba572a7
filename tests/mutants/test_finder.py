"""Tests of the mutation operators, and of the mutants that are found in a source file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mutants.finder import find_mutants, is_valid

if TYPE_CHECKING:
    from mutants.mutant import Mutant


def mutants(source: str) -> list[Mutant]:
    content = source.encode()
    return [mutant for mutant in find_mutants(content, "src/m.py", "m") if is_valid(mutant, content)]


def changes(source: str) -> list[tuple[str, str]]:
    """Return the operator and the changed line of each mutant."""
    return [(mutant.operator, mutant.after) for mutant in mutants(source)]


def body(statement: str) -> list[tuple[str, str]]:
    """Return the mutants of a statement in a function."""
    return changes("def f(a, b, c):\n    " + statement.replace("\n", "\n    "))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("a == b", [("statement", "pass"), ("comparison", "a != b")]),
        ("return a < b", [("return", "return None"), ("comparison", "return a <= b")]),
        ("return a is not b", [("return", "return None"), ("comparison", "return a is b")]),
        ("return a not in b", [("return", "return None"), ("comparison", "return a in b")]),
        ("return (a) in (b)", [("return", "return None"), ("comparison", "return (a) not in (b)")]),
        (
            "return a < b <= c",
            [
                ("return", "return None"),
                ("comparison", "return a <= b <= c"),
                ("comparison", "return a < b < c"),
            ],
        ),
        (
            "return a and b and c",
            [
                ("return", "return None"),
                ("boolean", "return a or b and c"),
                ("boolean", "return a and b or c"),
            ],
        ),
        ("return not a", [("return", "return None"), ("boolean", "return a")]),
        ("return a + b", [("return", "return None"), ("arithmetic", "return a - b")]),
        ("return -a", [("return", "return None"), ("arithmetic", "return +a")]),
        ("a += b", [("statement", "pass"), ("arithmetic", "a -= b")]),
        ("a = 1", [("constant", "a = 2"), ("constant", "a = 0")]),
        ("a = 0", [("constant", "a = 1"), ("constant", "a = (-1)")]),
        ("a = True", [("constant", "a = False")]),
        ("a = 0.5", [("constant", "a = 1.5")]),
        ("a = 'x'", [("string", 'a = "mutated"')]),
        ("a = f'{b}'", [("string", 'a = "mutated"')]),
        ("a = b'x'", [("string", 'a = b"mutated"')]),
        ("a = None", []),
        ("a = b", [("value", "a = None")]),
        ("a.b = c", [("statement", "pass")]),
        ("a[b] = c", [("statement", "pass")]),
        ("del a[b]", [("statement", "pass")]),
        ("a(b)", [("statement", "pass")]),
        ("return", [("statement", "pass")]),
        ("return None", []),
        ("return True", [("constant", "return False")]),
        (
            "return a(b, c, d=b, e=c)",
            [
                ("return", "return None"),
                ("argument", "return a(b, d=b, e=c)"),
                ("argument", "return a(b, c, e=c)"),
                ("argument", "return a(b, c, d=b, )"),
            ],
        ),
        (
            "return {a, b}",
            [("return", "return None"), ("element", "return {b}"), ("element", "return {a, }")],
        ),
        (
            "return {a: b, b: c}",
            [("return", "return None"), ("element", "return {b: c}"), ("element", "return {a: b, }")],
        ),
        ("return [a]", [("return", "return None")]),
        ("return a, b", [("return", "return None")]),
        ("if a:\n    raise b", [("branch", "if not (a):"), ("exception", "pass")]),
        ("if a == b:\n    pass", [("comparison", "if a != b:")]),
        ("if a <= b:\n    pass", [("branch", "if not (a <= b):"), ("comparison", "if a < b:")]),
        ("while a:\n    break", [("branch", "while not (a):"), ("statement", "continue")]),
        ("for x in a:\n    continue", [("statement", "break")]),
        ("a = b if c else a", [("value", "a = None"), ("branch", "a = b if not (c) else a")]),
        ("a = [x for x in b if c]", [("value", "a = None"), ("branch", "a = [x for x in b if not (c)]")]),
        ("try:\n    a()\nexcept (b, c):\n    pass", [
            ("statement", "pass"), ("element", "except (c):"), ("element", "except (b, ):"),
        ]),
    ],
)  # fmt: skip
def test_operators_of_a_statement(statement: str, expected: list[tuple[str, str]]) -> None:
    found = body(statement)
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    "source",
    [
        '"""A module."""',
        'def f():\n    """A function."""',
        "from a import b",
        "import typing\nif TYPE_CHECKING:\n    x = 1",
        'if __name__ == "__main__":\n    main()',
        '__all__ = ["a", "b"]',
        'class A:\n    __slots__ = ("a", "b")',
        "Handler = Callable[[int, str], None]",
        "Value = int | str",
        'T = TypeVar("T")',
        "def f(a):\n    assert a, 'message'",
        "@overload\ndef f(a: int = 5) -> None: ...",
        "def f(a: Literal['x', 'y']) -> Literal['x', 'y']: ...",
        "def f(a):\n    x: tuple[Literal['x'], int]",
    ],
)
def test_code_without_an_effect_has_no_mutants(source: str) -> None:
    assert changes(source) == []


def test_texts_of_errors_and_log_records_are_not_mutated() -> None:
    assert body('raise ValueError("text", f"{a}", 5)') == [
        ("exception", "pass"),
        ("argument", 'raise ValueError("text", f"{a}", )'),
        ("constant", 'raise ValueError("text", f"{a}", 4)'),
        ("constant", 'raise ValueError("text", f"{a}", 6)'),
    ]
    assert ("string", 'logger.info("mutated")') not in body('logger.info("text")')


def test_bool_function_returns_the_negation() -> None:
    assert changes("def f(a) -> bool:\n    return a(1)")[0] == ("return", "return not (a(1))")
    assert changes("def f(a) -> bool:\n    return a == b") == [("comparison", "return a != b")]


def test_defaults_run_at_import_and_are_covered_by_the_body() -> None:
    found = mutants("def f(a=1, *, b=True):\n    x()\n    return a\n")
    assert [(m.operator, m.after, m.at_import, m.lines) for m in found[:3]] == [
        ("default", "def f(a=0, *, b=True):", True, (2, 3)),
        ("default", "def f(a=2, *, b=True):", True, (2, 3)),
        ("default", "def f(a=1, *, b=False):", True, (2, 3)),
    ]
    inner = mutants("def f():\n    def g(a=1):\n        return a\n")
    assert (inner[0].operator, inner[0].at_import, inner[0].lines) == ("default", False, (2, 2))


def test_function_and_lines_name_the_statement() -> None:
    (first, *_) = mutants("class A:\n    def f(self):\n        g(\n            1,\n        )\n")
    assert (first.function, first.lines, first.at_import, first.line) == ("A.f", (3, 5), False, 3)
    (first, *_) = mutants("class A:\n    x = 1\n")
    assert (first.function, first.at_import) == ("A", True)


def test_lines_of_a_compound_statement_end_before_its_body() -> None:
    (first, *_) = mutants("def f(a, b):\n    if a and (\n        b\n    ):\n        return\n")
    assert first.lines == (2, 4)


def test_equal_changes_in_one_function_are_numbered() -> None:
    found = mutants("def f():\n    x()\n    x()\n")
    assert [mutant.key for mutant in found] == ["m:f: statement: x() -> pass", "m:f: statement: x() -> pass #2"]


def test_key_and_sample_do_not_depend_on_the_line() -> None:
    (before,) = mutants("def f():\n    x()\n")
    (after,) = mutants("import a\n\n\ndef f():\n    x()\n")
    assert (before.key, before.position) == (after.key, after.position)
    assert (before.line, after.line) == (2, 5)


def test_apply_keeps_the_numbers_of_later_lines() -> None:
    source = "def f():\n    x(\n        'ä',\n        y=1,\n    )\n    return 'ü'\n"
    for mutant in mutants(source):
        changed = mutant.apply(source.encode()).decode()
        assert len(changed.splitlines()) == len(source.splitlines())
    (last,) = [mutant for mutant in mutants(source) if mutant.operator == "string" and mutant.line == 6]
    assert last.apply(source.encode()).decode() == source.replace("'ü'", '"mutated"')


def test_invalid_syntax_is_not_a_mutant() -> None:
    source = b"def f(a):\n    return [(a), a]\n"
    found = find_mutants(source, "m.py", "m")
    assert [mutant.after for mutant in found if not is_valid(mutant, source)] == ["return [(a]"]
