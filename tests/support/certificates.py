"""A certificate of a private authority for localhost."""

from __future__ import annotations

import ssl
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Certificate(NamedTuple):
    """Files with a certificate and its key."""

    certificate: str
    key: str

    @classmethod
    def create(cls, folder: Path) -> Certificate:
        """Create a certificate in a folder."""
        created = cls(str(folder / "certificate.pem"), str(folder / "key.pem"))
        subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        files = ("-keyout", created.key, "-out", created.certificate)
        subprocess.run([*command, *files, *subject], check=True, capture_output=True)
        return created

    def server_context(self) -> ssl.SSLContext:
        """Return the TLS settings of a server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self)
        return context
