"""Test the stable and experimental marks of definitions, branches and fields."""

from __future__ import annotations

from codegen.harness import SCHEMA
from codex_codegen.model import ir
from codex_codegen.normalise.passes import normalise
from codex_codegen.pipeline import read_definitions
from codex_codegen.schema.lockfile import load
from codex_codegen.schema.origins import fields_by_origin
from codex_codegen.schema.overrides import OVERRIDES_FILE, apply_overrides, read_overrides
from codex_codegen.sources.dump import stable_subset

BUNDLE = load(SCHEMA)
OVERRIDES = read_overrides(SCHEMA / OVERRIDES_FILE)


def test_every_class_has_an_origin() -> None:
    origins = fields_by_origin(BUNDLE.schema)
    for name, schema in normalise(apply_overrides(BUNDLE.schema, OVERRIDES)).items():
        assert schema["x-origin"] in origins, name
        assert set(schema.get("properties", {})) <= set(origins[schema["x-origin"]]), name


def test_stable_bundle_is_a_subset() -> None:
    origins = fields_by_origin(BUNDLE.schema)
    for origin, fields in BUNDLE.stable.definitions.items():
        assert origin in origins
        assert fields <= set(origins[origin]), origin
    marks = stable_subset(BUNDLE.schema)
    assert set(marks["methods"]) > BUNDLE.stable.methods
    assert set(marks["notifications"]) >= BUNDLE.stable.notifications


def test_experimental_marks() -> None:
    definitions = read_definitions(BUNDLE, OVERRIDES)
    params = definitions["ThreadStartParams"]
    assert isinstance(params, ir.Model)
    assert not params.experimental
    marks = {field.wire: field.experimental for field in params.fields}
    assert (marks["model"], marks["cwd"], marks["environments"], marks["historyMode"]) == (False, False, True, True)
    assert definitions["ThreadQueueAddParams"].experimental
    assert not definitions["AgentMessageThreadItem"].experimental
    assert not definitions["Granular"].experimental
    assert not definitions["AskForApprovalValue"].experimental
