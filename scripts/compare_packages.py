"""Compare the public names of the official package with those of this one; update the table in docs/migrating.md.

    python scripts/compare_packages.py                      update the table from the recorded names
    python scripts/compare_packages.py --official PYTHON    record the names of the package that PYTHON imports first
    python scripts/compare_packages.py --check              report a table that differs, and exit with 1

`PYTHON` is the interpreter of an environment that contains `openai-codex`. The names are recorded in
tests/packaging/official_names.json, so that the other commands need neither that environment nor a network.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "tests" / "packaging" / "official_names.json"
PAGE = ROOT / "docs" / "migrating.md"
BEGIN = "<!-- Written by scripts/compare_packages.py -->"
END = "<!-- End of the table -->"

PROTOCOL = "openai_codex.generated.v2_all"
TYPES = "openai_codex.types"

MODULES = {
    "openai_codex.api": "openai_codex",
    "openai_codex.async_client": "`AsyncCodex.rpc`, with one typed method for each method of the protocol",
    "openai_codex.client": "openai_codex",
    "openai_codex.generated": TYPES,
    "openai_codex.generated.notification_registry": "openai_codex",
    PROTOCOL: TYPES,
    "openai_codex.models": "openai_codex",
}
"""Modules that this package does not have -> the module with the same names, or a description."""

REPLACEMENTS = {
    "openai_codex.async_client.AsyncCodexClient": "openai_codex.AsyncCodex.rpc",
    "openai_codex.client.CodexBinResolverOps": "openai_codex.CodexConfig.codex_bin",
    "openai_codex.client.CodexClient": "openai_codex.Codex.rpc",
    "openai_codex.client.default_codex_home": "openai_codex.RuntimeMetadata.codex_home",
    "openai_codex.client.resolve_codex_bin": "openai_codex.CodexConfig.codex_bin",
    "openai_codex.errors.is_retryable_error": "openai_codex.is_retryable_error",
    "openai_codex.errors.map_jsonrpc_error": "openai_codex.errors.rpc_error",
    "openai_codex.generated.notification_registry.notification_turn_id": "openai_codex.Notification.turn_id",
    "openai_codex.models.InitializeResponse": "openai_codex.types.InitializeResponse",
    f"{PROTOCOL}.ActiveTurnNotSteerable": f"{TYPES}.ActiveTurnNotSteerableCodexErrorInfoDetails",
    f"{PROTOCOL}.FileIdContentItem": f"{TYPES}.InputImageContentItem",
    f"{PROTOCOL}.FileIdFunctionCallOutputContentItem": f"{TYPES}.InputImageFunctionCallOutputContentItem",
    f"{PROTOCOL}.FileIdUserInput": f"{TYPES}.ImageUserInput",
    f"{PROTOCOL}.FileSystemSpecialPath1": f"{TYPES}.UnrecognizedFileSystemSpecialPath",
    f"{PROTOCOL}.HookMetadata1": f"{TYPES}.CommandHookMetadata",
    f"{PROTOCOL}.HookMetadata2": f"{TYPES}.McpToolHookMetadata",
    f"{PROTOCOL}.HttpConnectionFailed": f"{TYPES}.HttpConnectionFailedCodexErrorInfoDetails",
    f"{PROTOCOL}.ReasoningSummaryValue": f"{TYPES}.ReasoningSummary",
    f"{PROTOCOL}.ResourceContent1": f"{TYPES}.TextResourceContent",
    f"{PROTOCOL}.ResourceContent2": f"{TYPES}.BlobResourceContent",
    f"{PROTOCOL}.ResponseStreamConnectionFailed": f"{TYPES}.ResponseStreamConnectionFailedCodexErrorInfoDetails",
    f"{PROTOCOL}.ResponseStreamDisconnected": f"{TYPES}.ResponseStreamDisconnectedCodexErrorInfoDetails",
    f"{PROTOCOL}.ResponseTooManyFailedAttempts": f"{TYPES}.ResponseTooManyFailedAttemptsCodexErrorInfoDetails",
    f"{PROTOCOL}.ThreadSpawn": f"{TYPES}.ThreadSpawnSubAgentSourceDetails",
}
"""Names with another name or module -> the name here, which may be an attribute of a class."""

DESCRIPTIONS = {
    f"{PROTOCOL}.CodexAppServerProtocolV2": f"each class of `{TYPES}`; this class only contains them",
    f"{PROTOCOL}.Indice": "`int`",
    **{
        f"{TYPES}.{name}": f"the union `{TYPES}.{name}`, see [Changed](#changed)"
        for name in ("Account", "AskForApproval", "SandboxPolicy", "ThreadItem")
    },
}
"""Names without an equal equivalent -> what to use."""

MISSING = object()
"""The value of a path that does not exist."""

INTERNAL = frozenset({"as_wire"})
"""Members that only the client calls."""

ROOT_MODEL = frozenset({"root", "model_validate"})
"""Members of root models; the record excludes members of pydantic's base class."""

INVENTORY = """
import importlib, inspect, json, pkgutil, re
import openai_codex

def members(value):
    if not inspect.isclass(value):
        return []
    fields = [*getattr(value, "__dataclass_fields__", ()), *getattr(value, "model_fields", ())]
    return sorted({*fields, *(name for name in dir(value) if not hasattr(_MODEL, name))} - {""})

def parameters(value):
    return list(inspect.signature(value).parameters) if inspect.isfunction(value) else []

from pydantic import BaseModel as _MODEL
found = {}
names = [info.name for info in pkgutil.walk_packages(openai_codex.__path__, "openai_codex.")]
for name in ["openai_codex", *names]:
    if any(part.startswith("_") for part in name.split(".")):
        continue
    module = importlib.import_module(name)
    public = getattr(module, "__all__", None) or [
        key for key, value in vars(module).items()
        if re.fullmatch("[a-zA-Z]\\\\w*", key) and getattr(value, "__module__", None) == name
        and type(value).__name__ not in ("TypeVar", "ParamSpec") and "[" not in key
    ]
    protocol = name.startswith("openai_codex.generated")
    found[name] = {
        key: {} if protocol else {
            "members": [each for each in members(getattr(module, key)) if not each.startswith("_")],
            "parameters": parameters(getattr(module, key)),
        }
        for key in sorted(public)
    }
print(json.dumps({"version": openai_codex.__version__, "modules": found}))
"""


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    name: str
    verdict: str
    here: str

    def __str__(self) -> str:
        return f"| {self.name} | {self.verdict} | {self.here} |"


def record(python: str) -> dict[str, Any]:
    """Return the names of the package that an interpreter imports."""
    command = [python, "-I", "-c", INVENTORY]
    completed = subprocess.run(command, capture_output=True, text=True, check=True)
    return cast("dict[str, Any]", json.loads(completed.stdout))


def exists(path: str) -> bool:
    """Return whether there is an object at a dotted path, which may be a member of a class."""
    return find(path) is not MISSING


def find(path: str) -> object:
    """Return the object at a dotted path, the name of a field of a class, or `MISSING`."""
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        try:
            value: object = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            value = part if inspect.isclass(value) and part in members_of(value) else getattr(value, part, MISSING)
        return value
    return MISSING


def members_of(value: object) -> set[str]:
    """Return the public members of a class, including those that its `__init__` sets."""
    if not inspect.isclass(value):
        return set()
    found = {*dir(value), *getattr(value, "model_fields", ())}
    for base in value.__mro__:
        found.update(getattr(base, "__annotations__", ()))
        if base.__module__.startswith("openai_codex"):
            found.update(re.findall(r"\bself\.([a-z]\w*)(?:: [^=\n]+)? = ", inspect.getsource(base)))
    return {name for name in found if not name.startswith("_")}


def row(module: str, name: str, recorded: dict[str, list[str]]) -> Row:
    """Return the row of a name.

    Raises `LookupError` if neither this package has it nor a replacement is known.
    """
    path = f"{module}.{name}"
    if path in DESCRIPTIONS:
        return Row(f"`{name}`", "replacement", DESCRIPTIONS[path])
    target = REPLACEMENTS.get(path) or (path if exists(path) else f"{MODULES.get(module)}.{name}")
    value = find(target)
    if value is MISSING:
        raise LookupError(f"{path}: neither the name nor {target} exists; add it to REPLACEMENTS or DESCRIPTIONS")
    if target != path:
        return Row(f"`{name}`", "replacement", f"`{target}`")
    missing = set(recorded.get("members", ())) - members_of(value) - ROOT_MODEL
    if missing and not hasattr(value, "model_fields"):
        raise LookupError(f"{path}: members are missing: {', '.join(sorted(missing))}")
    added = sorted(_additions(value, recorded))
    if not added:
        return Row(f"`{name}`", "same", "")
    return Row(f"`{name}`", "better", f"adds {', '.join(f'`{each}`' for each in added)}")


def table(recorded: dict[str, Any]) -> list[str]:
    """Return the lines of the table for the recorded names."""
    lines = [BEGIN, "", f"Public names of `openai-codex` {recorded['version']}:", ""]
    for module, names in recorded["modules"].items():
        verdict = "same" if exists(module) else "replacement"
        here = MODULES.get(module, "")
        target = f"`{here}`" if re.fullmatch(r"[\w.]+", here) else here
        lines += ["| Name | Verdict | Here |", "|---|---|---|"]
        lines.append(str(Row(f"module `{module}`", verdict, "" if verdict == "same" else target)))
        rows = [row(module, name, each) for name, each in names.items()]
        uniform = [each for each in rows if _is_uniform(each, module)]
        if uniform and (module == PROTOCOL or all(each.verdict == "same" for each in uniform)):
            subject = f"{len(uniform):,} classes" if module == PROTOCOL else ", ".join(each.name for each in uniform)
            same_name = f"the same names in `{TYPES}`" if module == PROTOCOL else ""
            lines.append(str(Row(subject, uniform[0].verdict, same_name)))
            rows = [each for each in rows if each not in uniform]
        lines += [*map(str, rows), ""]
    return [*lines, END]


def page(text: str, lines: list[str]) -> str:
    """Return the text of a page with another table."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + "\n".join(lines) + after


def _is_uniform(each: Row, module: str) -> bool:
    name = each.name.strip("`")
    return each.verdict == "same" or (module == PROTOCOL and each.here == f"`{TYPES}.{name}`")


def _additions(value: object, recorded: dict[str, list[str]]) -> set[str]:
    if inspect.isclass(value):
        ours = getattr(value, "__module__", "").startswith("openai_codex")
        inherited = {name for base in value.__mro__ if base.__module__ == "builtins" for name in dir(base)}
        known = {*recorded.get("members", ()), *INTERNAL, *ROOT_MODEL, *inherited}
        return members_of(value) - known if ours and not issubclass(value, BaseException) else set()
    if inspect.isfunction(value):
        return set(inspect.signature(value).parameters) - set(recorded.get("parameters", ()))
    return set()


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--official", metavar="PYTHON", help="interpreter of an environment with openai-codex")
    parser.add_argument("--check", action="store_true", help="report a table that differs, and exit with 1")
    options = parser.parse_args(arguments)
    if options.official is not None:
        RECORD.write_text(json.dumps(record(options.official), indent=1) + "\n", encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    updated = page(text, table(json.loads(RECORD.read_text(encoding="utf-8"))))
    if updated == text:
        return 0
    if options.check:
        print(f"{PAGE.relative_to(ROOT)}: the table differs; run python scripts/compare_packages.py", file=sys.stderr)
        return 1
    PAGE.write_text(updated, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
