"""A bundle at an https address, taken only if it hashes to what the caller says."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from typing import TYPE_CHECKING

from ..errors import CodegenError

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 60
MAX_BYTES = 64 * 1024 * 1024
"""More than any bundle has; what is longer is not read to its end."""


def download(url: str, sha256: str, client: httpx.Client | None = None) -> bytes:
    """Download a bundle and compare its hash (`sha256`, in hex) before anything is made of it.

    Only https is taken, redirects included, except from this very machine. `client` is what asks, for those who need
    a proxy or certificates of their own; it has to follow redirects by itself.

    Raises `CodegenError` for another hash, another scheme, and whatever goes wrong on the way.
    """
    try:
        import httpx
    except ImportError:
        raise CodegenError("httpx is not installed", remedy="pip install 'openai-codex-client[codegen]'") from None
    wanted = sha256.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise CodegenError(f"{sha256!r} is no sha256", remedy="give 64 hex digits, as `sha256sum` prints them")
    try:
        if client is not None:
            content = _read(client, url)
        else:
            with httpx.Client(follow_redirects=True, timeout=TIMEOUT_SECONDS) as own:
                content = _read(own, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CodegenError(f"cannot be downloaded: {error}", pointer=url, remedy=_ADDRESS) from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise CodegenError(
            f"what is there has the sha256 {found}, not {wanted}",
            pointer=url,
            remedy="make sure of what is there before you change the hash",
        )
    return content


_ADDRESS = "give the https address of a bundle that answers with 200"


def _read(client: httpx.Client, url: str) -> bytes:
    _check_scheme(url)
    with client.stream("GET", url) as response:
        for step in (*response.history, response):
            _check_scheme(str(step.url))
        response.raise_for_status()
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if size > MAX_BYTES:
                raise CodegenError(f"it is longer than {MAX_BYTES} bytes", pointer=url, remedy=_ADDRESS)
            parts.append(part)
    return b"".join(parts)


def _check_scheme(url: str) -> None:
    import httpx

    parsed = httpx.URL(url)
    if parsed.scheme != "https" and not (parsed.scheme == "http" and _is_loopback(parsed.host)):
        raise CodegenError(f"{parsed.scheme or 'no scheme'} is not https", pointer=url, remedy=_ADDRESS)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
