"""A program that makes every public call. It is checked, not run; what has an important type says which."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from typing_extensions import assert_type

from openai_codex import (
    ApprovalMode,
    AsyncChatgptLoginHandle,
    AsyncCodex,
    AsyncDeviceCodeLoginHandle,
    AsyncGoalHandle,
    AsyncThread,
    AsyncTurnHandle,
    ChatgptLoginHandle,
    Codex,
    CodexConfig,
    CodexError,
    DeviceCodeLoginHandle,
    ExternalMessage,
    GoalHandle,
    GoalResult,
    ImageInput,
    InvalidRequestError,
    JsonRpcError,
    LocalImageInput,
    MentionInput,
    Notification,
    RuntimeMetadata,
    Sandbox,
    SkillInput,
    TextInput,
    Thread,
    TurnFailedError,
    TurnHandle,
    TurnResult,
    UnknownNotification,
    async_retry_on_overload,
    is_retryable_error,
    retry_on_overload,
)
from openai_codex.testing import ScriptedModel
from openai_codex.types import (
    AccountLoginCompletedNotification,
    AgentMessageDeltaNotification,
    AgentMessageThreadItem,
    CancelLoginAccountResponse,
    GetAccountResponse,
    ItemCompletedNotification,
    ModelListResponse,
    Personality,
    ReasoningEffort,
    ThreadArchiveResponse,
    ThreadCompactStartResponse,
    ThreadGoal,
    ThreadItem,
    ThreadListResponse,
    ThreadReadResponse,
    ThreadSetNameResponse,
    ThreadTokenUsage,
    TurnError,
    TurnInterruptResponse,
    TurnStatus,
    TurnSteerResponse,
)


def config() -> CodexConfig:
    return CodexConfig(
        codex_bin=Path("codex"),
        config_overrides=('model="gpt-5"',),
        cwd=Path(),
        env={"A": "b"},
        client_name="program",
        client_title="Program",
        client_version="1",
        experimental_api=True,
        request_timeout=None,
        start_timeout=10,
        max_message_bytes=1 << 20,
    )


def client(codex: Codex) -> None:
    assert_type(codex.metadata, RuntimeMetadata)
    assert_type(codex.metadata.server_info.version, str | None)
    assert_type(codex.metadata.serverInfo.name, str)
    assert_type(codex.thread_start(), Thread)
    assert_type(
        codex.thread_start(
            approval_mode=ApprovalMode.deny_all,
            sandbox=Sandbox.read_only,
            base_instructions="Be brief.",
            config={"web_search": "disabled"},
            cwd=Path(),
            ephemeral=True,
            model="gpt-5",
            personality=Personality.friendly,
        ),
        Thread,
    )
    thread = codex.thread_resume("id", include_turns=False, model="gpt-5", approval_mode=None)
    assert_type(codex.thread_fork(thread.id, ephemeral=True), Thread)
    page = codex.thread_list(limit=3, cursor=None, archived=False, sort_direction="asc")
    assert_type(page, ThreadListResponse)
    assert_type(page.next_cursor, str | None)
    assert_type(codex.thread_archive(thread.id), ThreadArchiveResponse)
    assert_type(codex.thread_unarchive(thread.id), Thread)
    assert_type(codex.models(include_hidden=True), ModelListResponse)
    assert_type(codex.account(refresh_token=False), GetAccountResponse)
    codex.login_api_key("key")
    assert_type(codex.login_chatgpt(), ChatgptLoginHandle)
    assert_type(codex.login_chatgpt_device_code(), DeviceCodeLoginHandle)
    codex.logout()
    assert_type(codex.rpc.thread_name_set(thread_id=thread.id, name="n"), ThreadSetNameResponse)
    codex.close()


def threads(thread: Thread) -> None:
    assert_type(thread.id, str)
    assert_type(thread.read(include_turns=True), ThreadReadResponse)
    assert_type(thread.set_name("n"), ThreadSetNameResponse)
    assert_type(thread.compact(), ThreadCompactStartResponse)
    result = thread.run(
        [TextInput("a"), ImageInput("data:"), LocalImageInput(Path("p")), SkillInput("s", "p"), MentionInput("m", "p")],
        approval_mode=ApprovalMode.auto_review,
        sandbox=Sandbox.full_access,
        cwd=Path(),
        effort="high",
        model="gpt-5",
        output_schema={"type": "object"},
        personality="friendly",
        service_tier="flex",
        source="ci",
        summary="auto",
        turn_service_tier="flex",
    )
    results(result)
    assert_type(thread.run(ExternalMessage("tool", "content", namespace="n")), TurnResult)
    assert_type(thread.turn("Hi", effort=ReasoningEffort.high), TurnHandle)
    assert_type(thread.start_goal("Reach it", token_budget=5), GoalHandle)
    assert_type(thread.run_goal("Reach it"), GoalResult)
    assert_type(thread.resume_goal(), GoalHandle)
    assert_type(thread.goal(), ThreadGoal | None)
    assert_type(thread.pause_goal(), ThreadGoal)
    assert_type(thread.clear_goal(), bool)


def results(result: TurnResult) -> None:
    assert_type(result.id, str)
    assert_type(result.status, TurnStatus)
    assert_type(result.error, TurnError | None)
    assert_type(result.started_at, int | None)
    assert_type(result.completed_at, int | None)
    assert_type(result.duration_ms, int | None)
    assert_type(result.final_response, str | None)
    assert_type(result.items, list[ThreadItem])
    assert_type(result.incomplete_items, list[ThreadItem])
    assert_type(result.usage, ThreadTokenUsage | None)
    for item in result.items:
        if isinstance(item, AgentMessageThreadItem):
            assert_type(item.text, str)


def turns(turn: TurnHandle, goal: GoalHandle) -> None:
    assert_type(turn.id, str)
    assert_type(turn.thread_id, str)
    assert_type(turn.stream(), Iterator[Notification])
    for event in turn.stream():
        match event.payload:
            case AgentMessageDeltaNotification(delta=text):
                assert_type(text, str)
            case ItemCompletedNotification(item=item):
                assert_type(item, ThreadItem)
            case UnknownNotification(method=method):
                assert_type(method, str)
            case _:
                pass
    assert_type(turn.run(), TurnResult)
    assert_type(turn.steer("More"), TurnSteerResponse)
    assert_type(turn.interrupt(), TurnInterruptResponse)
    assert_type(goal.stream(), Iterator[Notification])
    assert_type(goal.run(), GoalResult)
    assert_type(goal.run().goal, ThreadGoal | None)
    assert_type(goal.run().turns, list[TurnResult])
    assert_type(goal.steer([TextInput("More")]), TurnSteerResponse)
    goal.interrupt()


def logins(browser: ChatgptLoginHandle, code: DeviceCodeLoginHandle) -> None:
    assert_type((browser.login_id, browser.auth_url), tuple[str, str])
    assert_type((code.login_id, code.verification_url, code.user_code), tuple[str, str, str])
    assert_type(browser.wait(), AccountLoginCompletedNotification)
    assert_type(browser.cancel(), CancelLoginAccountResponse)
    assert_type(code.wait(), AccountLoginCompletedNotification)
    assert_type(code.cancel(), CancelLoginAccountResponse)


def errors(thread: Thread) -> None:
    try:
        assert_type(
            retry_on_overload(
                lambda: thread.run("Hi"), max_attempts=3, initial_delay_s=0.25, max_delay_s=2.0, jitter_ratio=0.2
            ),
            TurnResult,
        )
    except TurnFailedError as error:
        assert_type(error.result, TurnResult)
    except InvalidRequestError as error:
        assert_type((error.code, error.message, error.method), tuple[int, str, str | None])
    except JsonRpcError as error:
        print(error.data)
    except CodexError as error:
        assert_type(is_retryable_error(error), bool)


def offline() -> None:
    with ScriptedModel(["Hello"]) as model, Codex(model.config()) as codex:
        assert_type(codex.thread_start().run("Hi").final_response, str | None)


async def async_client(codex: AsyncCodex) -> None:
    assert_type(codex.metadata, RuntimeMetadata)
    assert_type(await codex.thread_start(sandbox=Sandbox.read_only, model="gpt-5"), AsyncThread)
    thread = await codex.thread_resume("id", include_turns=True)
    assert_type(await codex.thread_fork(thread.id), AsyncThread)
    assert_type(await codex.thread_list(search_term="x"), ThreadListResponse)
    assert_type(await codex.thread_archive(thread.id), ThreadArchiveResponse)
    assert_type(await codex.thread_unarchive(thread.id), AsyncThread)
    assert_type(await codex.models(), ModelListResponse)
    assert_type(await codex.account(), GetAccountResponse)
    await codex.login_api_key("key")
    assert_type(await codex.login_chatgpt(), AsyncChatgptLoginHandle)
    assert_type(await codex.login_chatgpt_device_code(), AsyncDeviceCodeLoginHandle)
    await codex.logout()
    assert_type(await codex.rpc.thread_name_set(thread_id=thread.id, name="n"), ThreadSetNameResponse)
    await codex.close()


async def async_threads(thread: AsyncThread) -> None:
    assert_type(await thread.read(), ThreadReadResponse)
    assert_type(await thread.set_name("n"), ThreadSetNameResponse)
    assert_type(await thread.compact(), ThreadCompactStartResponse)
    assert_type(await thread.run("Hi", summary="concise"), TurnResult)
    assert_type(await thread.turn(TextInput("Hi")), AsyncTurnHandle)
    assert_type(await thread.start_goal("Reach it"), AsyncGoalHandle)
    assert_type(await thread.run_goal("Reach it", token_budget=None), GoalResult)
    assert_type(await thread.resume_goal(), AsyncGoalHandle)
    assert_type(await thread.goal(), ThreadGoal | None)
    assert_type(await thread.pause_goal(), ThreadGoal)
    assert_type(await thread.clear_goal(), bool)


async def async_turns(turn: AsyncTurnHandle, goal: AsyncGoalHandle) -> None:
    assert_type(turn.stream(), AsyncIterator[Notification])
    async for event in turn.stream():
        assert_type(event.turn_id, str | None)
        assert_type(event.emitted_at_ms, int | None)
    assert_type(await turn.run(), TurnResult)
    assert_type(await turn.steer("More"), TurnSteerResponse)
    assert_type(await turn.interrupt(), TurnInterruptResponse)
    assert_type(goal.stream(), AsyncIterator[Notification])
    assert_type(await goal.run(), GoalResult)
    assert_type(await goal.steer("More"), TurnSteerResponse)
    await goal.interrupt()


async def async_logins(browser: AsyncChatgptLoginHandle, code: AsyncDeviceCodeLoginHandle) -> None:
    assert_type(await browser.wait(), AccountLoginCompletedNotification)
    assert_type(await browser.cancel(), CancelLoginAccountResponse)
    assert_type(await code.wait(), AccountLoginCompletedNotification)
    assert_type(await code.cancel(), CancelLoginAccountResponse)


async def async_errors(thread: AsyncThread) -> None:
    assert_type(await async_retry_on_overload(lambda: thread.run("Hi")), TurnResult)


async def async_offline() -> None:
    async with ScriptedModel(["Hello"]) as model, AsyncCodex(model.config()) as codex:
        assert_type((await (await codex.thread_start()).run("Hi")).final_response, str | None)
