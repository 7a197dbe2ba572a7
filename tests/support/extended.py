"""The default run and the extended run of the test suite.

Most tests of the real runtime exist for both clients, of which one is generated from the other. The default run tests
each case with one of the two, and the extended run with the other. The choice depends on the name of the test only, so
that both clients get half of the cases. Cases of `SPLIT` are divided in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

import pytest

from support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterable

CLIENTS = ("sync", "async")

TOOLS = ("benchmarks", "checks", "compat", "mutants", "soak", "typechecks")
"""Folders with tests of the development tools and with type checks, which all belong to the extended run."""

SPLIT = (("integration", "cli"), ("integration", "durable"))
"""Folders whose tests start many processes. The default run has half of the cases that are not for both clients."""

BOTH_CLIENTS = ("unit", "codegen")
"""Folders whose tests are fast, so that the default run tests both clients."""


def mark_extended(items: Iterable[pytest.Item]) -> None:
    """Add the marker `extended` to the tests of the extended run."""
    for item in items:
        if is_extended(item):
            item.add_marker(pytest.mark.extended)


def is_extended(item: pytest.Item) -> bool:
    """Return whether a test belongs to the extended run."""
    folders = item.path.relative_to(TESTS).parts[:-1]
    if any(folder in TOOLS for folder in folders):
        return True
    client = client_of(item)
    if client is None and folders[:2] in SPLIT:
        return default_client(case_of(item)) != CLIENTS[0]
    if client is None or folders[:1] in [(folder,) for folder in BOTH_CLIENTS]:
        return False
    return client != default_client(case_of(item))


def client_of(item: pytest.Item) -> str | None:
    """Return the client that a test uses, or None if it is not a case for both clients."""
    parameters = getattr(item, "callspec", None)
    if parameters is None:
        return None
    clients = {name: value for name, value in parameters.params.items() if value in CLIENTS}
    if "flavour" in clients:
        return str(clients["flavour"])
    return str(clients.popitem()[1]) if len(clients) == 1 else None


def case_of(item: pytest.Item) -> str:
    """Return the id of a test without its client."""
    client = client_of(item)
    name, _, parameters = item.nodeid.partition("[")
    parts = parameters.rstrip("]").split("-")
    if client in parts:
        parts.remove(client)
    return f"{name}[{'-'.join(parts)}]"


def default_client(case: str) -> str:
    """Return the client with which the default run tests a case."""
    return CLIENTS[crc32(case.encode()) % len(CLIENTS)]
