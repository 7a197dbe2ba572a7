"""The schema of a runtime, as the runtime prints it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..errors import ArgumentError
from ..schema.bundle import Bundle, Schema, envelope_methods, is_schema, parse_stable
from ..schema.origins import fields_by_origin
from ..schema.validate import validate_schema


@dataclass(frozen=True)
class SchemaDump:
    """The schema of one runtime."""

    version: str
    """The runtime's version; 0.0.0 if unknown."""
    bundle: bytes
    """The bundle, byte for byte."""
    stable: Schema
    """The stable subset, in the form of `stable.json`."""
    origin: str
    """The name of the source in error messages."""


def parse_dump(dump: SchemaDump) -> Bundle:
    """Parse a schema dump.

    Raises:
        CodegenError: The dump is not a schema bundle.
    """
    return Bundle(
        runtime_version=dump.version,
        sha256=hashlib.sha256(dump.bundle).hexdigest(),
        schema=parse_bundle(dump.bundle, dump.origin),
        stable=parse_stable(dump.stable, dump.origin),
    )


def parse_bundle(content: bytes, origin: str) -> Schema:
    """Parse a bundle.

    Args:
        content: The JSON text.
        origin: The name of the source in error messages.

    Raises:
        CodegenError: The content is not JSON or not a schema bundle.
    """
    try:
        found: Any = json.loads(content)
    except ValueError as error:
        raise ArgumentError(f"not JSON: {error}", pointer=origin, remedy=_NOT_A_BUNDLE) from error
    except RecursionError:
        raise ArgumentError("the JSON is nested too deeply", pointer=origin, remedy=_NOT_A_BUNDLE) from None
    if not is_schema(found) or not is_schema(found.get("definitions")):
        raise ArgumentError("missing definitions", pointer=origin, remedy=_NOT_A_BUNDLE)
    validate_schema(found, origin)
    return found


_NOT_A_BUNDLE = "pass the codex_app_server_protocol.schemas.json that `app-server generate-json-schema` writes"


def stable_subset(schema: Schema) -> Schema:
    """Return the stable subset, given the bundle printed without `--experimental`."""
    return {
        "methods": sorted(envelope_methods(schema, "ClientRequest")),
        "notifications": sorted(envelope_methods(schema, "ServerNotification")),
        "serverRequests": sorted(envelope_methods(schema, "ServerRequest")),
        "definitions": fields_by_origin(schema),
    }
