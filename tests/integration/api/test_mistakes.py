"""Common mistakes lead to an error that names the remedy, before anything is sent, or to a warning in the log."""

from __future__ import annotations

import asyncio
import os
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

from openai_codex import (
    ApprovalMode,
    AsyncCodex,
    Codex,
    CodexConfig,
    CodexError,
    ConfigError,
    ImageInput,
    InputError,
    JsonRpcError,
    LocalImageInput,
    NotStartedError,
    OutputType,
    Sandbox,
    TextInput,
    UnexpectedKeywordError,
    UnsupportedConcurrencyError,
    is_retryable_error,
)
from openai_codex._requests.local_files import LocalFiles
from openai_codex.errors import ServerBusyError
from openai_codex.testing import ScriptedModel, shell_call
from support.runtimes import fake_runtime, offline
from support.sync_adapter import FLAVOURS, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENTS: list[Any] = [Codex, AsyncCodex]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


class Invoice(BaseModel):
    total: float


@pytest.fixture(scope="module", params=FLAVOURS)
def opened(request: pytest.FixtureRequest) -> Iterator[tuple[ScriptedModel, Any, Any]]:
    """A scripted model, a client of the real runtime and a thread."""
    with offline(request.param, []) as (model, codex):
        yield model, codex, codex.thread_start()


# Client


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"cwd": "/tmp"}, "config: expected a CodexConfig, got dict; pass {client}(CodexConfig(**settings))"),
        ("gpt-5", "config: expected a CodexConfig, got str; pass a model to thread_start(model=...)"),
        (CodexConfig, "config: expected a CodexConfig, got type; pass an instance: {client}(CodexConfig())"),
        (print, "config: expected a CodexConfig, got builtin_function_or_method; pass a handler by its keyword: "),
    ],
)
def test_client_other_config_names_codex_config(client: Any, config: Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        client(config)
    assert str(caught.value).startswith(says.format(client=client.__name__))


@pytest.mark.parametrize("client", CLIENTS)
def test_client_config_error_does_not_contain_text(client: Any) -> None:
    with pytest.raises(InputError) as caught:
        client("hunter2")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("keyword", "remedy"),
    [
        ("model", "pass it to thread_start(model=...)"),
        ("sandbox", "pass it to thread_start(sandbox=...)"),
        ("effort", "pass it to run(effort=...)"),
        ("output_type", "pass it to run(output_type=...)"),
        ("api_key", "call login_api_key(...) of the client"),
        ("base_url", "define a provider in the settings: CodexConfig(config_overrides={...})"),
        ("on_approval", "pass it to the client: Codex(on_approval=...)"),
        ("requst_timeout", "did you mean 'request_timeout'?"),
        ("colour", "expected one of codex_bin, launch_args_override,"),
    ],
)
def test_config_keyword_of_another_call_names_its_place(keyword: str, remedy: str) -> None:
    config: Any = CodexConfig
    with pytest.raises(UnexpectedKeywordError) as caught:
        config(**{keyword: "x"})
    assert str(caught.value).startswith(f"CodexConfig: unexpected keyword {keyword!r}; {remedy}")


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("keyword", "remedy"),
    [
        ("model", "pass it to thread_start(model=...)"),
        ("cwd", "pass it to thread_start(cwd=...), or set it for the runtime: {client}(CodexConfig(cwd=...))"),
        ("api_key", "call login_api_key(...) of the client"),
        ("env", "set it for the runtime: {client}(CodexConfig(env=...))"),
        ("tools", "pass it to thread_start(tools=...)"),
        ("output_type", "pass it to run(output_type=...)"),
        ("base_url", "define a provider in the settings: {client}(CodexConfig(config_overrides={{...}}))"),
        ("on_aproval", "did you mean 'on_approval'?"),
    ],
)
def test_client_keyword_of_another_call_names_its_place(client: Any, keyword: str, remedy: str) -> None:
    with pytest.raises(UnexpectedKeywordError) as caught:
        client(**{keyword: "x"})
    name = client.__name__
    assert str(caught.value) == f"{name}: unexpected keyword {keyword!r}; {remedy.format(client=name)}"


@pytest.mark.parametrize("read", [lambda codex: codex.metadata, lambda codex: codex.diagnostics()])
def test_async_client_before_start_raises_runtime_error(read: Any) -> None:
    with pytest.raises(RuntimeError, match="the runtime is not started; enter `async with`") as caught:
        read(AsyncCodex())
    assert isinstance(caught.value, NotStartedError)


def test_is_retryable_error_takes_keyword() -> None:
    assert is_retryable_error(exc=ServerBusyError(-32001, "busy"))
    assert not is_retryable_error(exc=ValueError())


@pytest.mark.parametrize("client", CLIENTS)
def test_client_with_gevent_threads_raises(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkey = types.ModuleType("gevent.monkey")
    patched = {"threading"}
    monkey.is_module_patched = patched.__contains__  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gevent.monkey", monkey)
    with pytest.raises(UnsupportedConcurrencyError, match=rf"{client.__name__}: gevent has replaced the threads"):
        client(CodexConfig(codex_bin="/no/such"))
    patched.clear()
    if client is AsyncCodex:
        assert client(CodexConfig(codex_bin="/no/such")) is not None


def test_async_client_under_trio_raises() -> None:
    import trio

    codex = AsyncCodex(CodexConfig(codex_bin="/no/such"))

    async def start() -> None:
        await codex.thread_start()

    with pytest.raises(UnsupportedConcurrencyError, match=r"event loop of asyncio, got trio; use Codex in a thread"):
        trio.run(start)
    with pytest.raises(UnsupportedConcurrencyError, match="requires a running event loop of asyncio"):
        codex.thread_start().send(None)


# Threads and keywords


def test_thread_is_accepted_as_its_id(opened: Any) -> None:
    _, codex, _ = opened
    thread = codex.thread_start()
    turn = thread.turn("Hello")
    handle = unwrap(thread)
    assert codex.turn_handle(handle, turn.id).run().final_response == "ok"
    listed = next(found for found in codex.thread_list(limit=100).data if found.id == thread.id)
    assert codex.thread_resume(handle).id == codex.thread_resume(listed).id == thread.id
    assert codex.thread_fork(handle).id != thread.id
    codex.thread_archive(handle)
    assert codex.thread_unarchive(handle).id == thread.id
    other = codex.thread_start()
    other.run("Hello")
    codex.thread_delete(unwrap(other))
    assert all(found.id != other.id for found in codex.thread_list(limit=100).data)


def test_invalid_thread_id_of_turn_handle_raises(opened: Any) -> None:
    _, codex, _ = opened
    with pytest.raises(InputError, match="thread_id: expected the id of a thread, or a Thread, got NoneType"):
        codex.turn_handle(None, "turn")


@pytest.mark.parametrize(
    "call", ["thread_resume", "thread_fork", "thread_archive", "thread_unarchive", "thread_delete"]
)
@pytest.mark.parametrize(("value", "got"), [(None, "NoneType"), ("", "an empty string"), (5, "int")])
def test_invalid_thread_id_raises(opened: Any, call: str, value: Any, got: str) -> None:
    _, codex, _ = opened
    with pytest.raises(InputError, match=f"thread_id: expected the id of a thread, or a Thread, got {got}"):
        getattr(codex, call)(value)


@pytest.mark.parametrize(
    ("call", "keyword", "remedy"),
    [
        ("run", "tools", "pass it to thread_start(tools=...)"),
        ("turn", "tools", "pass it to thread_start(tools=...)"),
        ("run", "mcp_servers", "pass it to thread_start(mcp_servers=...)"),
        ("run", "base_instructions", "pass it to thread_start(base_instructions=...)"),
        ("turn", "output_type", "pass it to run(output_type=...)"),
        ("turn", "timeout", "pass it to run(timeout=...)"),
        ("run", "outputSchema", "did you mean 'output_schema'?"),
    ],
)
def test_keyword_of_another_call_names_its_place(opened: Any, call: str, keyword: str, remedy: str) -> None:
    _, _, thread = opened
    with pytest.raises(UnexpectedKeywordError) as caught:
        getattr(thread, call)("Hi", **{keyword: 1})
    assert str(caught.value) == f"{call}: unexpected keyword {keyword!r}; {remedy}"


def test_keyword_of_another_call_in_stream_names_its_place(opened: Any) -> None:
    _, _, thread = opened
    with (
        pytest.raises(UnexpectedKeywordError, match=r"stream: unexpected keyword 'tools'; pass it to thread_start"),
        thread.stream("Hi", tools=[]),
    ):
        pytest.fail("the turn was started")


def test_keyword_of_a_turn_in_thread_start_names_its_place(opened: Any) -> None:
    _, codex, _ = opened
    with pytest.raises(UnexpectedKeywordError, match=r"thread_start: unexpected keyword 'effort'; pass it to run\(eff"):
        codex.thread_start(effort="high")


# Paths


@pytest.mark.parametrize("call", ["thread_start", "thread_resume", "thread_fork"])
def test_missing_cwd_of_thread_raises(opened: Any, call: str, tmp_path: Path) -> None:
    _, codex, thread = opened
    values = () if call == "thread_start" else (thread.id,)
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"cwd: the directory '.*no-such' does not exist; create it"):
        getattr(codex, call)(*values, cwd=tmp_path / "no-such")
    with pytest.raises(InputError, match=r"cwd: the directory '.*file' is not a directory"):
        getattr(codex, call)(*values, cwd=str(tmp_path / "file"))
    for value, got in (("", "an empty string"), (3, "int"), (b"/", "bytes")):
        with pytest.raises(InputError, match=f"cwd: expected the path of a directory, got {got}"):
            getattr(codex, call)(*values, cwd=value)


def test_missing_cwd_of_turn_raises(opened: Any) -> None:
    model, codex, thread = opened
    sent = len(model.requests)
    with pytest.raises(InputError, match=r"cwd: the directory 'no-such' does not exist"):
        thread.run("Hi", cwd="no-such")
    assert len(model.requests) == sent
    # Relative to the working directory of the runtime, as the runtime resolves it.
    os.mkdir(os.path.join(unwrap(codex)._sender.supervisor.config.cwd, "sub"))
    assert codex.thread_start(cwd="sub").id


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, r"input\[0\]\.path: failed to read the image file '.*picture': No such file or directory"),
        (b"", r"input\[0\]\.path: expected a PNG, JPEG, GIF or WebP image, but '.*picture' has other content"),
        (b"%PDF-1.7 and more text", "convert it first"),
    ],
)
def test_invalid_local_image_raises(opened: Any, content: bytes | None, says: str, tmp_path: Path) -> None:
    _, _, thread = opened
    path = tmp_path / "picture"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        thread.run([LocalImageInput(path)])


def test_directory_as_local_image_raises(opened: Any, tmp_path: Path) -> None:
    _, _, thread = opened
    with pytest.raises(InputError, match=r"input\.path: failed to read the image file"):
        thread.run(LocalImageInput(tmp_path))


@pytest.mark.parametrize(
    ("content", "warns"),
    [
        (PNG, False),
        (b"\xff\xd8\xff\xe0" + bytes(12), False),
        (b"GIF89a" + bytes(10), False),
        (b"RIFF\0\0\0\0WEBP", False),
        (b"BM" + bytes(14), True),
        (b"\0\0\0\x20ftypavif", True),
    ],
)
def test_local_image_in_other_format_warns(
    content: bytes, warns: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(content)
    LocalFiles(CodexConfig(cwd=tmp_path)).check_image("input.path", path.name)
    assert ("is not a PNG, JPEG, GIF or WebP image; the model may not receive it" in caplog.text) is warns


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_paths_of_a_runtime_elsewhere_are_not_checked(flavour: str) -> None:
    """A transport, or another command line, may lead to another machine."""
    turn = {"turn": {"id": "turn-1", "status": "inProgress", "items": []}}
    with fake_runtime(flavour, {"turn/start": turn}) as (runtime, codex):
        codex.thread_start(cwd="/no/such").turn([LocalImageInput("/no/such.png")], cwd="/no/such/either")
        sent = dict(runtime.requests)
    assert sent["thread/start"]["cwd"] == "/no/such"
    assert sent["turn/start"]["input"] == [{"type": "localImage", "path": "/no/such.png"}]


@pytest.mark.parametrize("url", ["/pictures/a.png", "a.png", "file:///a.png", "C:\\a.png", ""])
def test_image_input_with_path_raises(opened: Any, url: str) -> None:
    _, _, thread = opened
    with pytest.raises(InputError, match=r"input\[1\]\.url: expected a data URL .*use LocalImageInput\(path\)"):
        thread.run([TextInput("Look."), ImageInput(url)])


@pytest.mark.parametrize("url", ["data:text/plain,abc", "DATA:;base64,AAAA", "data:,"])
def test_image_input_with_other_data_raises(opened: Any, url: str) -> None:
    _, _, thread = opened
    with pytest.raises(InputError, match=r"input\.url: expected a data URL of an image .*, got another data URL"):
        thread.run(ImageInput(url))


def test_image_input_with_another_url_is_decided_by_the_runtime(opened: Any) -> None:
    model, _, thread = opened
    sent = len(model.requests)
    with pytest.raises(JsonRpcError, match="remote image URLs are not supported; use an inline data URL instead"):
        thread.run(ImageInput("https://example.org/a.png"))
    assert len(model.requests) == sent


# Input and settings


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "input: expected a string, .*, got an empty string"),
        ([], "input: expected a string, .*, got an empty list"),
        (TextInput(""), r"input\.text: expected text, got an empty string"),
        ([TextInput("")], "input: expected a string, .*, got empty texts"),
        ([{"type": "text", "text": ""}, {"type": "text"}], "input: expected a string, .*, got empty texts"),
    ],
)
def test_empty_input_raises(opened: Any, value: Any, says: str) -> None:
    model, _, thread = opened
    sent = len(model.requests)
    with pytest.raises(InputError, match=says):
        thread.run(value)
    assert len(model.requests) == sent


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ('{"type": "object"}', "got str; decode it with json.loads"),
        (Invoice, "got the type Invoice; pass output_type=Invoice"),
        (list[int], r"got the type list\[int\]; pass output_type=list\[int\]"),
        (OutputType(Invoice), r"got OutputType; pass its schema\(\)"),
        (["object"], "got list; pass a dictionary"),
    ],
)
def test_output_schema_of_another_type_raises(opened: Any, schema: Any, says: str) -> None:
    _, _, thread = opened
    with pytest.raises(InputError, match=rf"output_schema: expected a JSON schema.*{says}"):
        thread.run("Hi", output_schema=schema)


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ({"type": "object"}, "output_schema: not strict: missing 'additionalProperties': False"),
        ({"type": "array", "items": {}}, "output_schema: not strict: expected the type 'object' at the root"),
        (
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["a"],
                "properties": {"a": {"type": "object", "additionalProperties": False, "properties": {"b": {}}}},
            },
            "output_schema.properties.a: not strict: 'required' lacks 'b'",
        ),
        (OutputType(Invoice).schema(), None),
    ],
)
def test_output_schema_that_is_not_strict_warns(
    opened: Any, schema: Any, says: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    _, _, thread = opened
    assert thread.run("Hi", output_schema=schema).final_response == "ok"
    if says is None:
        assert "not strict" not in caplog.text
    else:
        assert says in caplog.text


@pytest.mark.parametrize(
    ("effort", "says"),
    [
        ("hgih", "effort: unknown value 'hgih'; did you mean 'high'?"),
        ("HIGH", "effort: unknown value 'HIGH'; did you mean 'high'?"),
        ("future", "known values: none"),
        ("high", None),
    ],
)
def test_unknown_effort_warns(opened: Any, effort: str, says: str | None, caplog: pytest.LogCaptureFixture) -> None:
    _, _, thread = opened
    assert thread.run("Hi", effort=effort).final_response == "ok"
    if says is None:
        assert "effort" not in caplog.text
    else:
        assert says in caplog.text


def test_effort_of_another_type_raises(opened: Any) -> None:
    _, _, thread = opened
    with pytest.raises(InputError, match="effort: expected a string such as 'high', got int"):
        thread.run("Hi", effort=3)
    with pytest.raises(InputError, match="effort: expected a string such as 'high', got an empty string"):
        thread.run("Hi", effort="")


@pytest.mark.parametrize(
    ("output_type", "says"),
    [
        (OutputType(int), "got an OutputType; pass the type itself, or pass output_schema="),
        ({"type": "object"}, "got a JSON schema; pass it as output_schema="),
    ],
)
def test_output_type_of_another_kind_raises(opened: Any, output_type: Any, says: str) -> None:
    _, _, thread = opened
    with pytest.raises(InputError) as caught:
        thread.run("Hi", output_type=output_type)
    assert str(caught.value).startswith(f"output_type: expected a type, {says}")


@pytest.mark.parametrize("name", ["read_only", "read-only", "readOnly", "READ_ONLY"])
def test_preset_name_in_any_spelling_is_accepted(opened: Any, name: str) -> None:
    model, codex, _ = opened
    thread = codex.thread_start(sandbox=name, approval_mode="deny-all")
    thread.run("Hi", sandbox=name, approval_mode="deny_all")
    assert "read-only" in str(model.requests[-1].body)
    assert codex.thread_start(sandbox="danger-full-access").id


def test_preset_of_another_kind_raises(opened: Any) -> None:
    _, codex, _ = opened
    with pytest.raises(InputError, match=r"sandbox: expected one of Sandbox\.read_only.*, or a SandboxPolicy, got"):
        codex.thread_start(sandbox=ApprovalMode.deny_all)
    with pytest.raises(InputError, match=r"approval_mode: expected one of ApprovalMode.*, or a GranularApproval, got"):
        codex.thread_start(approval_mode=Sandbox.read_only)


# Configuration of the runtime


def started(flavour: str, config: CodexConfig) -> Any:
    """Start a client, and return the error."""

    def start() -> None:
        Codex(config)

    async def start_async() -> None:
        async with AsyncCodex(config):
            pytest.fail("the runtime was started")

    with pytest.raises(CodexError) as caught:
        start() if flavour == "sync" else asyncio.run(start_async())
    return caught.value


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_missing_codex_home_raises_config_error(flavour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error = started(flavour, CodexConfig(env={"CODEX_HOME": "/no/such"}))
    assert isinstance(error, ConfigError)
    expected = "CodexConfig.env['CODEX_HOME']: '/no/such' is not a directory; create it, or set another one"
    assert str(error) == expected
    monkeypatch.setenv("CODEX_HOME", "/no/such")
    assert "(inherited from the environment of this process)" in str(started(flavour, CodexConfig()))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_error_of_runtime_does_not_contain_its_stack(flavour: str, tmp_path: Path) -> None:
    config = CodexConfig(env={"CODEX_HOME": str(tmp_path)}, config_overrides={"features": {"plugins": "x"}})
    error = started(flavour, config)
    assert "expected a boolean" in str(error)
    assert "backtrace" not in str(error)
    assert "<unknown>" not in str(error)


# Handlers


@pytest.mark.parametrize("flavour", FLAVOURS)
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (True, "the handler returned True, expected an Approval"),
        (None, "the handler returned None, expected an Approval"),
        ("accept", "the handler returned 'accept', expected an Approval"),
    ],
)
def test_handler_that_returns_another_type_is_named(flavour: str, answer: Any, says: str) -> None:
    with offline(flavour, [shell_call("rm -f x"), "Done."], on_approval=lambda request: answer) as (_, codex):
        result = codex.thread_start(approval_mode=ApprovalMode.ask_always).run("Go")
    [error] = result.handler_errors
    assert error.problem == says


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_handler_with_bare_assert_is_named(flavour: str) -> None:
    def fails(request: object) -> Any:
        raise AssertionError

    with offline(flavour, [shell_call("rm -f x"), "Done."], on_approval=fails) as (_, codex):
        result = codex.thread_start(approval_mode=ApprovalMode.ask_always).run("Go")
    [error] = result.handler_errors
    assert error.problem == "the handler raised: AssertionError"
