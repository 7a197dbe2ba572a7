"""Checks that need no runtime: packages, proxies and disk space."""

from __future__ import annotations

import os
import shutil
import socket
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from openai_codex.cli.doctor.checks import Check, ok, problem, warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONFLICTING = "openai-codex"
"""A package that installs its modules into the same directory as this one."""

PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")

PROXY_TIMEOUT = 3.0
"""Maximum time to connect to a proxy, in seconds."""

LITTLE_SPACE = 1 << 30
"""Free space below which a warning is reported, in bytes."""

NO_SPACE = 50 << 20
"""Free space below which a problem is reported, in bytes."""

_PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def check_packages() -> Check:
    """Check for packages that overwrite the files of this one."""
    found = _version(CONFLICTING)
    if found is not None:
        return problem(
            "packages",
            f"{CONFLICTING} {found} is installed in the same environment, and overwrites files of openai-codex-client",
            f"run `pip uninstall {CONFLICTING} openai-codex-client`, then `pip install openai-codex-client`",
        )
    runtime = _version("openai-codex-cli-bin") or "not installed"
    return ok("packages", f"openai-codex-client {_version('openai-codex-client')}, openai-codex-cli-bin {runtime}")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def check_proxies(env: Mapping[str, str]) -> Iterator[Check]:
    """Check the proxies of the environment."""
    names = [name for base in PROXY_VARIABLES for name in (base, base.lower()) if env.get(name)]
    if not names:
        yield ok("proxy", "no proxy is set")
    for name in names:
        yield _check_proxy(name, env[name])
    excluded = f"{env.get('NO_PROXY', '')},{env.get('no_proxy', '')}"
    if names and not any(host in excluded for host in ("*", "127.0.0.1", "localhost")):
        yield warning(
            "proxy",
            "NO_PROXY does not contain localhost, so local model providers are called by way of the proxy",
            "set NO_PROXY=localhost,127.0.0.1",
        )


def _check_proxy(name: str, address: str) -> Check:
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        host = port = None
    if host is None or port is None:
        return problem(
            "proxy", f"{name}: expected an address such as http://proxy.example:3128", f"correct or unset {name}"
        )
    # Without the credentials of the address.
    shown = f"{name}: {host}:{port}"
    try:
        socket.create_connection((host, port), timeout=PROXY_TIMEOUT).close()
    except OSError as error:
        reason = error.strerror or str(error)
        return problem("proxy", f"{shown} accepts no connection: {reason}", f"correct or unset {name}")
    return ok("proxy", shown)


def check_home(env: Mapping[str, str]) -> Check:
    """Check that the home of the runtime is writable, and that there is space for threads."""
    home = Path(env.get("CODEX_HOME") or Path.home() / ".codex")
    if not home.is_dir():
        if env.get("CODEX_HOME"):
            return problem("home", f"CODEX_HOME is not a directory: {home}", f"create the directory {home}")
        return ok("home", f"{home} (the runtime creates it)")
    if not os.access(home, os.W_OK):
        return problem("home", f"{home} is not writable", f"change the owner or the permissions of {home}")
    free = shutil.disk_usage(home).free
    shown = f"{home}, {free / (1 << 30):.1f} GiB free"
    if free < NO_SPACE:
        return problem("home", shown, "delete files; `codex-py threads delete` deletes threads")
    if free < LITTLE_SPACE:
        return warning("home", shown, "delete files; `codex-py threads delete` deletes threads")
    return ok("home", shown)
