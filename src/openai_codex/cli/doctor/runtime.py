"""Checks of the runtime: its program, its schema, the login and the sandbox."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from codex_protocol._version import RUNTIME_VERSION, SCHEMA_SHA256
from openai_codex._versions import version_key
from openai_codex.cli.doctor.checks import Check, Status, ok, problem, warning
from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.guard import describe
from openai_codex.errors import CodexError, JsonRpcError, RuntimeStartError, UnsupportedByRuntimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openai_codex import Codex
    from openai_codex.cli.connection import Connection

SCHEMA_FILE = "codex_app_server_protocol.schemas.json"
SCHEMA_TIMEOUT = 30.0
"""Maximum time in which the runtime prints its schema, in seconds."""

WRITE = 'echo started; if (: > "$1") 2>/dev/null; then rm -f "$1"; echo written; fi'
"""Script that tries to write the file with the name `$1`."""

UPGRADE_CLIENT = "run `pip install --upgrade openai-codex-client`"
UPGRADE_RUNTIME = "run `pip install --upgrade openai-codex-cli-bin`"


def check_runtime(connection: Connection) -> Iterator[Check]:
    """Start the runtime, and check its program, its settings, its schema, the login and the sandbox."""
    try:
        program = None if connection.url is not None else _program(connection)
        codex = connection.open()
    except CodexError as error:
        yield from _start_problem(connection, error)
        return
    with codex:
        yield _runtime(codex, program or connection.url)
        yield _check_schema(codex.metadata.server_info.version, program, connection.url)
        config = _result(connection, codex, "config", _check_config)
        yield config
        if config.status is not Status.problem:
            # Otherwise, the runtime uses the default model provider, which may need another login.
            yield _result(connection, codex, "login", _check_login)
        yield _result(connection, codex, "sandbox", _check_sandbox)


def _result(connection: Connection, codex: Codex, name: str, check: Callable[[Codex], Check]) -> Check:
    """Return the result of a check, or the problem of the runtime that prevents it."""
    try:
        return check(codex)
    except CodexError as error:
        failure = describe(error)
        return problem(name, failure.message, failure.remedy or _upgrade(connection.url))


def _start_problem(connection: Connection, error: CodexError) -> Iterator[Check]:
    """Yield the reason for which no runtime was reached."""
    failure = describe(error)
    remedy = None if failure.remedy is None or "doctor" in failure.remedy else failure.remedy
    if failure.code is ExitCode.USAGE:
        remedy = "correct this setting"
    elif connection.url is not None:
        remedy = remedy or f"start a runtime that listens at {connection.url}, or correct --url"
    elif connection.overrides and isinstance(error, RuntimeStartError):
        found = list(_setting_problem(connection, error))
        if found:
            yield from found
            return
    yield problem("runtime", failure.message, remedy or f"{UPGRADE_RUNTIME}, or pass another one with --codex-bin")


def _setting_problem(connection: Connection, error: RuntimeStartError) -> Iterator[Check]:
    """Start the runtime without the settings of `--config`. Yield the problem of the settings, if it starts."""
    plain = replace(connection, overrides=())
    try:
        with plain.open() as codex:
            runtime = _runtime(codex, _program(plain))
            config = _check_config(codex)
    except CodexError:
        return
    yield runtime
    if config.status is Status.problem:
        yield config
        return
    lines = list(error.stderr)
    while lines and not lines[0].startswith("Error"):
        del lines[0]
    reason = "\n".join(lines or error.stderr)
    yield problem("config", f"the runtime rejects a setting of --config:\n{reason}", "correct this setting")


def _runtime(codex: Codex, place: Path | str | None) -> Check:
    return ok("runtime", f"{place} ({codex.metadata.server_info.version or 'unknown version'})")


def _upgrade(url: str | None) -> str:
    """Return the remedy for an old runtime."""
    return UPGRADE_RUNTIME if url is None else f"upgrade the runtime at {url}"


def _program(connection: Connection) -> Path:
    from openai_codex._transports.stdio.launch import resolve_launch_spec

    return Path(resolve_launch_spec(connection.config()).command[0])


def _check_schema(version: str | None, program: Path | None, url: str | None) -> Check:
    """Compare the schema of the runtime with that of this client."""
    if version is None:
        return ok("schema", f"the client has the schema of runtime {RUNTIME_VERSION}")
    if version_key(version) < version_key(RUNTIME_VERSION):
        message = (
            f"runtime {version} is older than the schema of the client ({RUNTIME_VERSION}); calls of newer methods fail"
        )
        return warning("schema", message, _upgrade(url))
    if version_key(version) > version_key(RUNTIME_VERSION):
        message = (
            f"runtime {version} is newer than the schema of the client ({RUNTIME_VERSION}), which lacks its new methods"
        )
        return warning("schema", message, f"{UPGRADE_CLIENT}, or generate the protocol with `codex-py generate`")
    if program is None:
        return ok("schema", f"the client has the schema of runtime {RUNTIME_VERSION}")
    printed = _printed_schema(program)
    if printed is None:
        return warning("schema", f"runtime {version} does not print its schema", UPGRADE_RUNTIME)
    if hashlib.sha256(printed).hexdigest() != SCHEMA_SHA256:
        message = f"the schema of this runtime {version} differs from that of the published one"
        return warning("schema", message, "run `codex-py diff` to see the differences, or install a published runtime")
    return ok("schema", f"the schema of the client is that of runtime {version}")


def _printed_schema(program: Path) -> bytes | None:
    """Return the schema that a runtime prints, or None."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [str(program), "app-server", "generate-json-schema", "--experimental", "--out", folder]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=SCHEMA_TIMEOUT)
            return (Path(folder) / SCHEMA_FILE).read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _check_config(codex: Codex) -> Check:
    """Let the runtime read its configuration, as it does when a thread starts."""
    try:
        codex.rpc.config_read()
    except UnsupportedByRuntimeError:
        raise
    except JsonRpcError as error:
        reason = describe(error).message.removeprefix("config/read: ").replace("\\u000a", "\n").rstrip()
        reason = reason.removesuffix(f"(code {error.code})").rstrip()
        home = codex.metadata.codex_home
        file = "config.toml" if home is None else f"{home}/config.toml"
        return problem("config", reason, f"correct {file}, or the .codex/config.toml of the project")
    return ok("config", "the runtime accepts its settings")


def _check_login(codex: Codex) -> Check:
    response = codex.account()
    if response.account is not None:
        return ok("login", f"logged in ({response.account.type})")
    if response.requires_openai_auth:
        return problem("login", "the model provider needs a login", "run `codex-py login`")
    return ok("login", "the model provider needs no login")


def _check_sandbox(codex: Codex) -> Check:
    """Run a command that tries to write in a sandbox that forbids it."""
    if (codex.metadata.platform_family or os.name) in ("windows", "nt"):
        status = codex.rpc.windows_sandbox_readiness().status.value
        if status == "ready":
            return ok("sandbox", "ready")
        return problem("sandbox", f"the sandbox of Windows is not ready: {status}", "run `codex` once and set it up")
    # The runtime may be on another machine.
    target = f"/tmp/codex-py-doctor-{uuid4().hex}"
    done = codex.rpc.command_exec(command=["/bin/sh", "-c", WRITE, "sh", target], sandbox_policy={"type": "readOnly"})
    lines = done.stdout.split()
    install = "install bubblewrap with the package manager of the system, and allow unprivileged user namespaces"
    if lines[:1] != ["started"]:
        return problem("sandbox", f"a command in the sandbox does not start: {done.stderr.strip()}", install)
    if "written" in lines:
        return problem("sandbox", "a command in a read-only sandbox could write a file", install)
    return ok("sandbox", "a command in a read-only sandbox could not write")
