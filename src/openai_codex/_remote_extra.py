"""The optional packages of remote connections."""

from __future__ import annotations

from importlib.util import find_spec

from openai_codex.errors import ConfigError

PACKAGES = {
    "websockets": "websockets",
    "httpx": "httpx",
    "python_socks": "python-socks",
    "socksio": "socksio",
    "jwt": "pyjwt",
}
"""Modules of the extra `remote`, and the packages that contain them."""


def require_remote_extra(field: str, *modules: str) -> None:
    """Raise an error unless modules of the extra `remote` are installed.

    Args:
        field: Name of the setting that needs the modules, used in the error.
        *modules: Names of the modules.

    Raises:
        ConfigError: A module is not installed.
    """
    missing = [PACKAGES[module] for module in modules if find_spec(module) is None]
    if missing:
        raise ConfigError(
            field,
            f"missing package {', '.join(missing)}; install it with `pip install 'openai-codex-client[remote]'`",
        )
