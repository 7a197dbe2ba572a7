"""Test the options and the help of the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codex_codegen.cli import main
from codex_codegen.commands import generate
from codex_codegen.sources.fetch import Source

SCHEMA, PACKAGE, HISTORY = Path("schema"), Path("generated/codex_protocol"), Path("schema/history.json")
COMMANDS = "{lock,generate,history,diff}"

HELP = {
    "": f"""
        usage: codex-codegen [-h] [--schema SCHEMA] [--out OUT] [--check] {COMMANDS} ...
        Generate the codex_protocol package from the schema of a Codex runtime. Without a command, the schema folder of
        a checkout is used.
        options:
        -h, --help show this help message and exit
        --schema SCHEMA schema folder (default: {SCHEMA})
        --out OUT output folder of the package (default: {PACKAGE})
        --check write nothing; list differences, exit with 1 if any
        commands:
        {COMMANDS}
        lock update the schema folder from a Codex program
        generate generate from a runtime, a file or a URL
        history update schema/history.json from published runtimes
        diff report the differences between two schemas
        Exit codes: 0 success, 1 --check found differences, 2 error.
    """,
    "lock": """
        usage: codex-codegen lock [-h] --codex-bin CODEX_BIN
        options:
        -h, --help show this help message and exit
        --codex-bin CODEX_BIN path of a Codex program
    """,
    "generate": """
        usage: codex-codegen generate [-h] (--runtime VERSION | --codex-bin PROGRAM | --schema PATH | --url URL)
        [--sha256 SHA256] [--stable PATH] [--schema-version VERSION] [--out DIR] [--overrides FILE]
        Generate from one source. At the root of a checkout, update schema/, generated/ and the changelog. With --out,
        write only the package.
        options:
        -h, --help show this help message and exit
        --runtime VERSION version of a published runtime, which is downloaded
        --codex-bin PROGRAM path of a Codex program, or its name on PATH
        --schema PATH bundle, or output folder of `codex app-server generate-json-schema --experimental`
        --url URL https URL of a bundle; requires --sha256
        --sha256 SHA256 expected SHA-256 of the bundle at --url, in hex
        --stable PATH bundle or folder generated without --experimental; if omitted, everything counts as stable
        --schema-version VERSION version of the runtime that printed --schema or --url (default: 0.0.0)
        --out DIR write only the package, to this folder
        --overrides FILE with --out: overrides file to use instead of the packaged one
    """,
    "history": f"""
        usage: codex-codegen history [-h] [--file FILE]
        options:
        -h, --help show this help message and exit
        --file FILE history file (default: {HISTORY})
    """,
    "diff": """
        usage: codex-codegen diff [-h] [--format {text,markdown,json}] [--fail-on EFFECT] OLD NEW
        Report the differences between two schemas, as seen by a caller. OLD and NEW are each the version of a
        published runtime, the path of a Codex program, a bundle, or a folder with a bundle.
        positional arguments:
        OLD
        NEW
        options:
        -h, --help show this help message and exit
        --format {text,markdown,json} default: text
        --fail-on EFFECT exit with 1 if a change has this effect or a worse one: breaking, behavioral or additive
        Exit codes: 0 success, 1 a change has the effect given by --fail-on or a worse one, 2 error.
    """,
}


@pytest.mark.parametrize("command", HELP)
def test_help_describes_the_command(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    monkeypatch.setenv("NO_COLOR", "1")
    with pytest.raises(SystemExit) as caught:
        main([*command.split(), "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.split() == HELP[command].split()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["lock"], "the following arguments are required: --codex-bin"),
        (["generate"], "one of the arguments --runtime --codex-bin --schema --url is required"),
        (["generate", "--runtime", "1", "--url", "x"], "argument --url: not allowed with argument --runtime"),
        (["diff", "1"], "the following arguments are required: NEW"),
        (["diff", "1", "2", "--format", "yaml"], "argument --format: invalid choice: 'yaml'"),
        (["diff", "1", "2", "--fail-on", "all"], "argument --fail-on: invalid choice: 'all'"),
        (["unlock"], "argument command: invalid choice: 'unlock'"),
    ],
)
def test_invalid_arguments_are_rejected(arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert f"error: {problem}" in capsys.readouterr().err


class Recorder:
    """Records the arguments of a function of a command, without the last, the log."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __call__(self, *arguments: Any) -> str:
        self.calls.append(arguments[:-1])
        return "1.2.3"


@pytest.mark.parametrize(
    ("arguments", "source"),
    [
        (["--runtime", "0.1.0"], Source(runtime="0.1.0")),
        (["--codex-bin", "codex"], Source(codex_bin="codex")),
        (
            ["--schema", "a", "--stable", "b", "--schema-version", "0.2.0"],
            Source(schema=Path("a"), stable=Path("b"), version="0.2.0"),
        ),
        (["--url", "https://a", "--sha256", "0"], Source(url="https://a", sha256="0")),
    ],
)
def test_generate_passes_the_source(arguments: list[str], source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, checkout = Recorder(), Recorder()
    monkeypatch.setattr(generate, "generate_folder", folder)
    monkeypatch.setattr(generate, "generate_checkout", checkout)
    assert main(["generate", *arguments]) == 0
    assert main(["generate", *arguments, "--out", "out"]) == 0
    assert main(["generate", *arguments, "--out", "out", "--overrides", "mine.toml"]) == 0
    assert checkout.calls == [(source, generate.Checkout(Path()))]
    assert folder.calls == [(source, Path("out"), None), (source, Path("out"), Path("mine.toml"))]


def test_overrides_of_a_checkout_are_those_of_its_schema_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "--runtime", "0.1.0", "--overrides", "mine.toml"]) == 2
    assert capsys.readouterr().err == (
        "codex_codegen: --overrides requires --out\n  remedy: in a checkout, edit schema/overrides.toml\n"
    )
