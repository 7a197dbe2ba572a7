"""Download a bundle from a URL and verify its hash."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from typing import TYPE_CHECKING

from ..errors import ArgumentError, CodegenError

if TYPE_CHECKING:
    import httpx

TIMEOUT_SECONDS = 60
MAX_BYTES = 64 * 1024 * 1024
"""The maximum size of a download, in bytes. Bundles of published runtimes are much smaller."""


def download(url: str, sha256: str, client: httpx.Client | None = None) -> bytes:
    """Download a bundle and verify its hash.

    The URL and its redirects must use https, except on the loopback interface.

    Args:
        url: The URL of the bundle.
        sha256: The expected SHA-256 of the bundle, in hex.
        client: An HTTP client with custom proxies or certificates, which must follow redirects; None creates one.

    Raises:
        CodegenError: The URL is not https, the download fails or is too large, or the hash differs.
    """
    try:
        import httpx
    except ImportError:
        raise CodegenError("httpx is not installed", remedy="pip install 'openai-codex-client[codegen]'") from None
    wanted = sha256.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", wanted):
        raise ArgumentError(f"invalid SHA-256: {sha256!r}", remedy="pass 64 hex digits, as `sha256sum` prints them")
    try:
        if client is not None:
            content = _read(client, url)
        else:
            with httpx.Client(follow_redirects=True, timeout=TIMEOUT_SECONDS) as own:
                content = _read(own, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CodegenError(f"download failed: {error}", pointer=url, remedy=_ADDRESS) from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise CodegenError(
            f"SHA-256 mismatch: expected {wanted}, got {found}",
            pointer=url,
            remedy="inspect the content of the URL before you change the hash",
        )
    return content


_ADDRESS = "pass the https URL of a bundle"


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
                raise CodegenError(f"the response exceeds {MAX_BYTES} bytes", pointer=url, remedy=_ADDRESS)
            parts.append(part)
    return b"".join(parts)


def _check_scheme(url: str) -> None:
    import httpx

    parsed = httpx.URL(url)
    if parsed.scheme != "https" and not (parsed.scheme == "http" and _is_loopback(parsed.host)):
        raise ArgumentError(f"expected https, got {parsed.scheme or 'no scheme'}", pointer=url, remedy=_ADDRESS)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
