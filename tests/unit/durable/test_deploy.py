"""The unit for systemd and the manifest for Kubernetes start the command `worker` with valid options."""

from __future__ import annotations

import configparser
import shlex
from typing import Any

import pytest
import typer
import yaml  # type: ignore[import-untyped]  # its types are in a separate package

from openai_codex.cli.commands.durable import register
from support.paths import ROOT

FOLDER = ROOT / "docs" / "deploy"


def worker_options(arguments: list[str]) -> dict[str, Any]:
    """Parse the arguments of `codex-py worker`. Unknown options raise an exception."""
    app = typer.Typer()
    register(app)
    command: Any = typer.main.get_command(app)
    worker = command.commands["worker"]
    context = worker.make_context("worker", list(arguments))
    values: dict[str, Any] = context.params
    return values


def test_systemd_unit_starts_worker() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names of settings are case-sensitive
    unit.read_string((FOLDER / "codex-worker.service").read_text(encoding="utf-8"))
    assert unit.sections() == ["Unit", "Service", "Install"]
    service = unit["Service"]
    program, command, *arguments = shlex.split(service["ExecStart"])
    assert (program.endswith("/codex-py"), command) == (True, "worker")
    options = worker_options(arguments)
    assert (options["name"], options["concurrency"]) == ("%H", 4)
    assert float(service["TimeoutStopSec"]) > options["drain"]
    assert service["KillSignal"] == "SIGTERM"
    assert (service["Restart"], service["RuntimeMaxSec"]) == ("always", "1d")


def test_kubernetes_manifest_starts_workers_with_stable_names_and_homes() -> None:
    service, workers = yaml.safe_load_all((FOLDER / "codex-worker.yaml").read_text(encoding="utf-8"))
    assert (service["kind"], workers["kind"]) == ("Service", "StatefulSet")
    spec = workers["spec"]
    assert spec["serviceName"] == service["metadata"]["name"]
    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"] == service["spec"]["selector"]
    pod = spec["template"]["spec"]
    [container] = pod["containers"]
    assert container["command"] == ["codex-py", "worker"]
    options = worker_options(container["args"])
    assert pod["terminationGracePeriodSeconds"] > options["drain"]
    environment = {variable["name"]: variable for variable in container["env"]}
    assert options["name"] == "$(WORKER_NAME)"
    assert environment["WORKER_NAME"]["valueFrom"]["fieldRef"]["fieldPath"] == "metadata.name"
    assert "secretKeyRef" in environment["CODEX_DATABASE_URL"]["valueFrom"]
    [mount] = container["volumeMounts"]
    [claim] = spec["volumeClaimTemplates"]
    assert mount["mountPath"] == environment["CODEX_HOME"]["value"]
    assert mount["name"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteOnce"]


def test_unknown_option_is_detected() -> None:
    with pytest.raises(Exception, match="--missing"):
        worker_options(["--missing"])
