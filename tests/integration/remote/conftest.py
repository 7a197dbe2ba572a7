"""The certificate of servers with TLS."""

from __future__ import annotations

import pytest

from support.certificates import Certificate


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.create(tmp_path_factory.mktemp("tls"))
