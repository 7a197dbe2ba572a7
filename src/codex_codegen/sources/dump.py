"""A schema as a runtime printed it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from ..errors import CodegenError
from ..schema.bundle import Bundle, Schema, envelope_methods, is_schema, parse_stable
from ..schema.origins import fields_by_origin
from ..schema.validate import validate_schema


@dataclass(frozen=True)
class SchemaDump:
    """The schema of one runtime."""

    version: str
    """The runtime's version; 0.0.0 where nobody knows."""
    bundle: bytes
    """The bundle, byte for byte."""
    stable: Schema
    """What of it is stable, in the form of `stable.json`."""
    origin: str
    """Where it comes from, for people."""


def parse_dump(dump: SchemaDump) -> Bundle:
    """Parse a printed schema. Raises `CodegenError` for what is none."""
    return Bundle(
        runtime_version=dump.version,
        sha256=hashlib.sha256(dump.bundle).hexdigest(),
        schema=parse_bundle(dump.bundle, dump.origin),
        stable=parse_stable(dump.stable, dump.origin),
    )


def parse_bundle(content: bytes, origin: str) -> Schema:
    """Parse a bundle. Raises `CodegenError` for JSON that is none, and for what is no JSON."""
    try:
        found: Any = json.loads(content)
    except ValueError as error:
        raise CodegenError(f"not JSON: {error}", pointer=origin, remedy=_NO_BUNDLE) from error
    except RecursionError:
        raise CodegenError("the JSON is nested too deeply", pointer=origin, remedy=_NO_BUNDLE) from None
    if not is_schema(found) or not is_schema(found.get("definitions")):
        raise CodegenError("it holds no definitions", pointer=origin, remedy=_NO_BUNDLE)
    validate_schema(found, origin)
    return found


_NO_BUNDLE = "give the codex_app_server_protocol.schemas.json that `app-server generate-json-schema` writes"


def stable_subset(schema: Schema) -> Schema:
    """Say what of the protocol is stable, given the bundle that is printed without `--experimental`."""
    return {
        "methods": sorted(envelope_methods(schema, "ClientRequest")),
        "notifications": sorted(envelope_methods(schema, "ServerNotification")),
        "serverRequests": sorted(envelope_methods(schema, "ServerRequest")),
        "definitions": fields_by_origin(schema),
    }
