"""`codex-py login`, `logout` and `usage`: the account."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.failures import CommandError
from openai_codex.cli.output import is_terminal, print_json, safe_line
from openai_codex.cli.tables import print_table

if TYPE_CHECKING:
    from openai_codex import ChatgptLoginHandle, Codex, DeviceCodeLoginHandle
    from openai_codex.cli.connection import Connection
    from openai_codex.types import RateLimitSnapshot

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]


def login(
    context: typer.Context,
    status: Annotated[bool, typer.Option("--status", help="Show the login, and change nothing.")] = False,
    api_key: Annotated[
        bool, typer.Option("--api-key", help="Read an API key from standard input, without echo in a terminal.")
    ] = False,
    device_code: Annotated[
        bool, typer.Option("--device-code", help="Enter a code in a browser of another machine.")
    ] = False,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Maximum time to wait, in seconds.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --status: print a JSON object.")] = False,
) -> None:
    """Log in, or show the login.

    Without options, the login page of ChatGPT opens in a browser.
    """
    if status + api_key + device_code > 1:
        raise typer.BadParameter("pass only one of --status, --api-key and --device-code")
    if as_json and not status:
        raise typer.BadParameter("--json requires --status")
    key = _read_key() if api_key else None
    with _client(context) as codex:
        if status:
            _show_login(codex, as_json)
            return
        if key is not None:
            codex.login_api_key(key)
        elif device_code:
            code = codex.login_chatgpt_device_code()
            typer.echo(
                f"Open {safe_line(code.verification_url)}\nand enter the code {safe_line(code.user_code)}", err=True
            )
            _wait(code, timeout)
        else:
            browser = codex.login_chatgpt()
            typer.echo(f"Open {safe_line(browser.auth_url)}", err=True)
            # A remote runtime must not open a file or a program.
            if is_terminal(sys.stderr) and browser.auth_url.startswith("https://"):
                typer.launch(browser.auth_url)
            _wait(browser, timeout)
        typer.echo("Logged in.", err=True)


def _read_key() -> str:
    if is_terminal(sys.stdin):
        key: str = typer.prompt("API key", hide_input=True, err=True)
    else:
        key = sys.stdin.readline()
    if not key.strip():
        raise typer.BadParameter("the API key is empty; write it to standard input")
    return key.strip()


def _wait(handle: ChatgptLoginHandle | DeviceCodeLoginHandle, timeout: float | None) -> None:
    from openai_codex.errors import RequestTimeoutError

    try:
        completed = handle.wait(timeout=timeout)
    except RequestTimeoutError:
        handle.cancel()
        raise CommandError(
            f"the login was not completed within {timeout:g} s", "pass a longer --timeout", ExitCode.TIMEOUT
        ) from None
    except KeyboardInterrupt:
        handle.cancel()
        raise
    if not completed.success:
        raise CommandError(
            f"the login failed: {safe_line(completed.error)}", "run `codex-py login` again", ExitCode.LOGIN
        )


def _account(codex: Codex) -> str:
    found: Any = codex.account().account
    if found is None:
        return "not logged in"
    if found.type == "apiKey":
        return "API key"
    email, plan = getattr(found, "email", None), getattr(found, "plan_type", None)
    described = [str(found.type), *([] if email is None else [email])]
    if plan is not None:
        described.append(f"plan {getattr(plan, 'value', plan)}")
    return safe_line(", ".join(described))


def _show_login(codex: Codex, as_json: bool) -> None:
    """Show the login. A missing login is a failure only if the model provider needs one."""
    response = codex.account()
    if as_json:
        print_json(response.model_dump(mode="json", by_alias=True))
    else:
        needed = "" if response.requires_openai_auth else " (the model provider needs no login)"
        print(f"{_account(codex)}{needed}")
    if response.account is None and response.requires_openai_auth:
        raise typer.Exit(ExitCode.LOGIN)


def logout(context: typer.Context) -> None:
    """Log out."""
    with _client(context) as codex:
        codex.logout()


def usage(context: typer.Context, as_json: Json = False) -> None:
    """Show the limits and the token usage of the account."""
    with _client(context) as codex:
        limits = codex.rpc.account_rate_limits_read()
        tokens = codex.rpc.account_usage_read()
    if as_json:
        print_json(
            {
                "rateLimits": limits.model_dump(mode="json", by_alias=True),
                "usage": tokens.model_dump(mode="json", by_alias=True),
            }
        )
        return
    snapshots = list((limits.rate_limits_by_limit_id or {}).values()) or [limits.rate_limits]
    rows = [row for snapshot in snapshots for row in _limit_rows(snapshot)]
    if tokens.summary.lifetime_tokens is not None:
        rows.append(("tokens so far", f"{tokens.summary.lifetime_tokens:,}", ""))
    print_table(("LIMIT", "USED", "RESET"), rows, empty="No limits.")


def _limit_rows(snapshot: RateLimitSnapshot) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    name = snapshot.limit_name or snapshot.limit_id or "limit"
    for window in (snapshot.primary, snapshot.secondary):
        if window is None:
            continue
        duration = window.window_duration_mins
        period = "" if duration is None else f" ({_period(duration)})"
        rows.append((f"{name}{period}", f"{window.used_percent} %", _time(window.resets_at)))
    return rows


def _period(minutes: int) -> str:
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes % size == 0:
            return f"{minutes // size} {unit}"
    return f"{minutes} minutes"


def _time(seconds: int | None) -> str:
    from datetime import datetime, timezone

    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, timezone.utc).astimezone().strftime("%Y-%m-%d %H:%M")


def _client(context: typer.Context) -> Codex:
    connection: Connection = context.obj
    return connection.open()


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for command in (login, logout, usage):
        app.command()(command)
