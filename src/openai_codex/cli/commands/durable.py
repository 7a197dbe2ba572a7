"""The commands `worker`, `submit`, `jobs`, `result`, `cancel`, `approve` and `prune` of `codex-py`."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openai_codex.cli.exit_codes import ExitCode
from openai_codex.cli.options import Approvals, ModelOption, SandboxOption, import_argument
from openai_codex.cli.output import console, is_terminal, print_json, safe_line, safe_text
from openai_codex.cli.tables import Rows, print_table
from openai_codex.durable.client import DEFAULT_QUEUE, DurableCodex
from openai_codex.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openai_codex.config import CodexConfig
    from openai_codex.turn_once.models import TurnOutcome

REFRESH = 1.0
"""Time between two updates of the live table, in seconds."""

COLUMNS = ("ID", "STATUS", "QUEUE", "WORKER", "AGE")

Database = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        envvar="CODEX_DATABASE_URL",
        help="sqlite:///PATH or postgresql://HOST/NAME; an SQLite file of the user if omitted.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JobId = Annotated[str, typer.Argument(metavar="ID", help="Id of the job.")]


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for function in (worker, submit, jobs, result, cancel, approve, prune):
        app.command(function.__name__)(function)


def worker(
    context: typer.Context,
    database_url: Database = None,
    name: Annotated[
        str | None, typer.Option(help="Stable name of the worker; the name of the host if omitted.")
    ] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="Maximum number of turns at the same time.")] = 4,
    home_name: Annotated[str | None, typer.Option(help="Name of a CODEX_HOME that several workers share.")] = None,
    queue: Annotated[list[str] | None, typer.Option(help="Queue to listen to; all if omitted.")] = None,
    import_: Annotated[list[str] | None, typer.Option("--import", help="Module with workflows.")] = None,
    drain: Annotated[float, typer.Option(min=0, help="Seconds that running turns get after SIGTERM.")] = 30.0,
) -> None:
    """Run durable jobs.

    SIGTERM and Ctrl-C stop the worker after its running turns. A worker that is started again with the same name and
    CODEX_HOME continues its work.
    """
    from openai_codex.durable.store.placement import LOST_AFTER, WorkerExistsError
    from openai_codex.durable.worker import Worker

    for module in import_ or ():
        import_argument(module, f"--import {module}")
    stop = threading.Event()

    def stop_worker(number: int, frame: object) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop_worker)
    with DurableCodex(database_url) as durable:
        running = Worker(
            durable,
            name=name or _host_name(),
            config=_config(context),
            concurrency=concurrency,
            home=home_name,
            queues=queue or None,
        )
        # The previous process of this worker may have ended on another machine a moment ago.
        deadline = time.monotonic() + LOST_AFTER + 10
        while not stop.is_set():
            try:
                running.start()
                break
            except WorkerExistsError:
                if time.monotonic() > deadline:
                    raise
                stop.wait(REFRESH)
        print(f"worker {running.name} is running", file=sys.stderr, flush=True)
        try:
            # Without a timeout, Windows would not deliver Ctrl-C.
            while not stop.wait(1.0):
                pass
        finally:
            running.stop(timeout=drain)


def submit(
    prompt: Annotated[str, typer.Argument(help="The prompt; '-' reads standard input.")],
    database_url: Database = None,
    key: Annotated[str | None, typer.Option(help="Idempotency key; a second job with this key is not created.")] = None,
    queue: Annotated[str, typer.Option(help="Name of the queue.")] = DEFAULT_QUEUE,
    priority: Annotated[int | None, typer.Option(min=1, help="Order: jobs without one, then the smallest.")] = None,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds before the turn may begin.")] = None,
    thread: Annotated[str | None, typer.Option(help="Id of the thread; a new one if omitted.")] = None,
    cwd: Annotated[
        str | None, typer.Option("-C", "--cd", metavar="DIR", help="Working directory of the agent, on the worker.")
    ] = None,
    model: ModelOption = None,
    sandbox: SandboxOption = None,
    approval: Annotated[
        Approvals | None, typer.Option("-a", "--approval", help="Approval of actions; ask if omitted.")
    ] = None,
    budget: Annotated[str | None, typer.Option(help="Name of a budget.")] = None,
    worker: Annotated[str | None, typer.Option(help="Worker that runs the turn.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the turn and print its answer.")] = False,
    as_json: AsJson = False,
) -> None:
    """Submit a durable job.

    Prints the id of the job. A worker runs it.
    """
    text = sys.stdin.read() if prompt == "-" else prompt
    options = {
        "cwd": cwd,
        "model": model,
        "sandbox": sandbox and sandbox.value,
        "approval_mode": approval and approval.value,
    }
    with DurableCodex(database_url) as durable:
        turn = durable.submit(
            text,
            key=key,
            queue=queue,
            priority=priority,
            delay=delay,
            budget=budget,
            worker=worker,
            thread_id=thread,
            thread_options={name: value for name, value in options.items() if value is not None},
        )
        if wait:
            _finish(turn.result(), as_json=as_json)
        else:
            print_json({"id": turn.id}) if as_json else print(turn.id)


def jobs(
    database_url: Database = None,
    active: Annotated[bool, typer.Option("--active", help="Only jobs that have not ended.")] = False,
    queue: Annotated[str | None, typer.Option(help="Only jobs of this queue.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Maximum number of jobs.")] = 20,
    watch: Annotated[bool, typer.Option("--watch", help="Update the table until Ctrl-C.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the durable jobs.

    The newest jobs come first. Lost workers are listed below, and stopped ones that have jobs.
    """
    with DurableCodex(database_url) as durable:
        if as_json:
            for job in durable.jobs(active=active, limit=limit, queue=queue):
                print_json(asdict(job))
            return

        def rows() -> list[Sequence[str]]:
            return [
                (job.id, job.status, job.queue or "", job.worker or "", _age(job.created_at))
                for job in durable.jobs(active=active, limit=limit, queue=queue)
            ]

        if watch and is_terminal(sys.stdout):
            _watch(rows)
            return
        print_table(COLUMNS, rows(), empty="No jobs.")
        for info in durable.workers():
            unfinished = info.state == "lost" or (info.state == "stopped" and info.jobs)
            if unfinished and info.taken_over_by is None:
                state = "lost" if info.state == "lost" else "stopped"
                print(
                    f"worker {info.name} on {info.host} is {state}, with {info.jobs} jobs; start it again, or call "
                    "DurableCodex.recover",
                    file=sys.stderr,
                )


def result(
    id: JobId,
    database_url: Database = None,
    timeout: Annotated[float | None, typer.Option(min=0, help="Maximum time to wait, in seconds.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the result of a durable job.

    Waits for its end. The exit code is 0 if the turn has completed, 130 if it was interrupted, 5 after --timeout, else
    1.
    """
    from openai_codex.durable.handle import DurableTurn

    with DurableCodex(database_url) as durable:
        job = durable.job(id)
        if isinstance(job, DurableTurn):
            _finish(job.result(timeout), as_json=as_json)
        else:
            print_json(job.result(timeout))


def cancel(id: JobId, database_url: Database = None) -> None:
    """Cancel a durable job.

    A running turn is interrupted.
    """
    with DurableCodex(database_url) as durable:
        durable.job(id).cancel()


def prune(
    days: Annotated[float, typer.Option(min=0, help="Days since the end of a job.")],
    database_url: Database = None,
) -> None:
    """Delete durable jobs that have ended.

    Threads, usage and uncertain turns are kept. Prints the number of deleted jobs.
    """
    with DurableCodex(database_url) as durable:
        print(durable.delete_jobs(older_than=days * 86400))


def approve(
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Id of a question or job; lists all if omitted.")
    ] = None,
    database_url: Database = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept without asking.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="Decline without asking.")] = False,
    reason: Annotated[str | None, typer.Option(help="Reason of --decline.")] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="NAME=VALUE", help="Value of a question or a form."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question of a durable job.

    Without an id, the questions that wait for an answer are listed. In a terminal, the request is shown in full, and
    the decision is asked. Without a terminal, the request is accepted.
    """
    from openai_codex._handlers.approvals import Approval
    from openai_codex.cli.commands.durable_questions import answer_of

    if accept + decline + bool(answers) > 1:
        raise InputError("--accept, --decline, --answer", "expected one of them")
    if reason is not None and not decline:
        raise InputError("--reason", "requires --decline")
    with DurableCodex(database_url) as durable:
        pending = durable.pending()
        if id is None:
            if as_json:
                for question in pending:
                    print_json(asdict(question))
            else:
                print_table(
                    ("ID", "JOB", "KIND", "AGE", "QUESTION"),
                    [(each.id, each.job, each.kind, _age(each.created_at), each.text) for each in pending],
                    empty="No questions.",
                )
            return
        matching = [question for question in pending if id in (question.id, question.job)]
        if len(matching) > 1:
            ids = ", ".join(question.id for question in matching)
            raise InputError("ID", f"job {id!r} has {len(matching)} questions; name one: {ids}")
        if decline or accept or not matching:
            answer: object = Approval.decline(reason) if decline else Approval.accept()
        else:
            answer = answer_of(matching[0], answers or [])
        durable.answer(matching[0].id if matching else id, answer)


def _config(context: typer.Context) -> CodexConfig | None:
    """Return the configuration from the global options of `codex-py`; None without them."""
    connection: Any = context.obj
    config: CodexConfig | None = None if connection is None else connection.config()
    return config


def _host_name() -> str:
    return "".join(each if each.isalnum() or each in "-_." else "-" for each in socket.gethostname())


def _finish(outcome: TurnOutcome, *, as_json: bool) -> None:
    """Print an outcome, and exit with an error unless the turn has completed."""
    if as_json:
        print_json(outcome.model_dump(mode="json"))
    elif outcome.final_response:
        print(safe_text(outcome.final_response))
    if outcome.status != "completed":
        if not as_json:
            print(f"{outcome.status}: {safe_line(outcome.error or '')}", file=sys.stderr)
        raise typer.Exit(ExitCode.INTERRUPTED if outcome.status == "interrupted" else ExitCode.FAILED)


def _age(since: float | None) -> str:
    """Return the time since a moment, in its largest unit."""
    if since is None:
        return ""
    seconds = max(0, int(time.time() - since))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def _watch(rows: Callable[[], Sequence[Sequence[object]]]) -> None:
    """Show a table that is updated until Ctrl-C."""
    from rich.live import Live

    with Live(Rows(COLUMNS, rows(), break_words=True), console=console(), refresh_per_second=4) as live:
        try:
            while True:
                time.sleep(REFRESH)
                live.update(Rows(COLUMNS, rows(), break_words=True))
        except KeyboardInterrupt:
            return
