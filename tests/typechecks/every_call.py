"""A program that makes every public call. Type checkers check it; `assert_type` states the important types."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from typing_extensions import assert_type

from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    ApprovalRequested,
    AppServer,
    AsyncAppServer,
    AsyncChatgptLoginHandle,
    AsyncCodex,
    AsyncCodexPool,
    AsyncCompactionHandle,
    AsyncDeviceCodeLoginHandle,
    AsyncGoalHandle,
    AsyncThread,
    AsyncTurnHandle,
    AsyncTurnStream,
    ChatgptLoginHandle,
    Codex,
    CodexConfig,
    CodexError,
    CodexPool,
    CommandApprovalRequest,
    CompactionHandle,
    DeviceCodeLoginHandle,
    Diagnostics,
    Elicitation,
    ElicitationRequest,
    ExternalMessage,
    FileChangeApprovalRequest,
    GoalHandle,
    GoalResult,
    GranularApproval,
    HandlerError,
    HandlerFailed,
    ImageInput,
    InvalidRequestError,
    JsonRpcError,
    Listener,
    LocalImageInput,
    McpToolApprovalRequest,
    MentionInput,
    Notification,
    OutputType,
    OutputValidationError,
    Permissions,
    PermissionsRequest,
    PoolResult,
    PoolStats,
    Prices,
    RequestDecided,
    RuntimeMetadata,
    RuntimeStats,
    Sandbox,
    SignedToken,
    SkillInput,
    TextInput,
    Thread,
    TokenUsage,
    Tool,
    ToolImage,
    ToolResult,
    TurnFailedError,
    TurnHandle,
    TurnResult,
    TurnStream,
    TurnUsage,
    UnknownNotification,
    UserInputRequest,
    async_retry_on_overload,
    is_retryable_error,
    retry_on_overload,
    tool,
)
from openai_codex.health import Health
from openai_codex.policies import (
    AuditLog,
    Policy,
    allow_changes_inside,
    allow_commands,
    allow_read_only_commands,
    ask_in_terminal,
    audit_log,
    deny_commands,
)
from openai_codex.testing import ScriptedModel
from openai_codex.tools import ToolNamespace
from openai_codex.transports import MemoryPeer, MemoryTransportFactory
from openai_codex.types import (
    AccountLoginCompletedNotification,
    AgentMessageDeltaNotification,
    AgentMessageThreadItem,
    CancelLoginAccountResponse,
    CurrentTimeReadParams,
    CurrentTimeReadResponse,
    FileUpdateChange,
    GetAccountResponse,
    ItemCompletedNotification,
    ItemStartedNotification,
    JsonObject,
    ModelListResponse,
    NetworkPolicyAmendment,
    Personality,
    ReasoningEffort,
    RequestPermissionProfile,
    ThreadArchiveResponse,
    ThreadCompactStartResponse,
    ThreadDeleteResponse,
    ThreadGoal,
    ThreadItem,
    ThreadListResponse,
    ThreadReadResponse,
    ThreadSearchOccurrence,
    ThreadSearchResult,
    ThreadSetNameResponse,
    ThreadStatusChangedNotification,
    ThreadTokenUsage,
    ToolRequestUserInputQuestion,
    TurnCompletedNotification,
    TurnError,
    TurnInterruptResponse,
    TurnStatus,
    TurnSteerResponse,
)
from openai_codex.types import Thread as StoredThread


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
        handler_timeout=600,
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
    assert_type(codex.with_options(timeout=None), Codex)
    listener = codex.on(ThreadStatusChangedNotification, lambda change: assert_type(change.thread_id, str))
    assert_type(listener, Listener)
    assert_type(listener.dropped, int)
    listener.remove()
    with codex.notifications(ThreadStatusChangedNotification) as told:
        change = next(told)
        assert_type(change.payload, ThreadStatusChangedNotification | UnknownNotification)
        if isinstance(change.payload, ThreadStatusChangedNotification):
            assert_type(change.payload.thread_id, str)
        assert_type(told.dropped, int)
        told.close()
    with codex.notifications() as every:
        assert_type(next(every), Notification)
    assert_type(codex.diagnostics(), Diagnostics)
    assert_type(codex.health(timeout=5), Health)
    assert_type(codex.rpc.thread_name_set(thread_id=thread.id, name="n"), ThreadSetNameResponse)
    assert_type(codex.usage, TokenUsage)
    assert_type(codex.run("Hi", cwd=Path(), effort="high", timeout=5.0), TurnResult)
    assert_type(codex.run("Hi", output_type=int).output, int)
    assert_type(codex.threads(limit=3, archived=True), Generator[StoredThread, None, None])
    assert_type(codex.search_threads("text", archived=True), Generator[ThreadSearchResult, None, None])
    assert_type(codex.latest_thread(cwd=Path()), Thread | None)
    assert_type(codex.turn_handle(thread.id, "id"), TurnHandle)
    assert_type(codex.thread_delete(thread.id), ThreadDeleteResponse)
    codex.close()


def threads(thread: Thread) -> None:
    assert_type(thread.id, str)
    assert_type(thread.read(include_turns=True), ThreadReadResponse)
    assert_type(thread.set_name("n"), ThreadSetNameResponse)
    assert_type(thread.compact(), CompactionHandle)
    ThreadCompactStartResponse.model_dump(thread.compact())
    assert_type(thread.compact().run(), TurnResult)
    assert_type(thread.compact().id, str | None)
    assert_type(thread.active_turn(), TurnHandle | None)
    assert_type(thread.items(turn_id=None), Generator[ThreadItem, None, None])
    assert_type(thread.search("text"), Generator[ThreadSearchOccurrence, None, None])
    assert_type(thread.start_review("Check it."), TurnHandle)
    assert_type(thread.review({"type": "uncommittedChanges"}, timeout=5.0), TurnResult)
    assert_type(thread.review("Check it.", output_type=Invoice).output, Invoice)
    assert_type(thread.delete(), ThreadDeleteResponse)
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
    assert_type(thread.run("Hi", timeout=5.0, idle_timeout=None, detach=True), TurnResult)
    assert_type(thread.turn("Hi", effort=ReasoningEffort.high), TurnHandle)
    assert_type(thread.start_goal("Reach it", token_budget=5), GoalHandle)
    assert_type(thread.run_goal("Reach it"), GoalResult)
    assert_type(thread.resume_goal(), GoalHandle)
    assert_type(thread.goal(), ThreadGoal | None)
    assert_type(thread.pause_goal(), ThreadGoal)
    assert_type(thread.clear_goal(), bool)


class Invoice(BaseModel):
    number: str


@dataclass
class Point:
    x: int


def outputs(thread: Thread) -> None:
    result = thread.run("Read it.", output_type=Invoice, retries=2, effort="low")
    assert_type(result, TurnResult[Invoice])
    assert_type(result.output, Invoice)
    assert_type(thread.run("Where?", output_type=Point).output, Point)
    assert_type(thread.run("Which?", output_type=list[int]).output, list[int])
    assert_type(thread.run("Which?", output_type=int | None).output, int | None)
    assert_type(thread.run("Which?", output_type=Literal["a", "b"]).output, Literal["a", "b"])
    assert_type(thread.run("Which?", output_type=Annotated[int, Field(gt=0)]).output, int)
    assert_type(OutputType(int | str).parse("1"), int | str)
    assert_type(thread.run("Hi").output, None)
    try:
        thread.run("Read it.", output_type=Invoice)
    except OutputValidationError as error:
        assert_type((error.expected, error.text, error.issues), tuple[str, str | None, tuple[str, ...]])
        assert_type(error.result, TurnResult | None)


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
    assert_type(result.usage, TurnUsage | None)
    assert_type(result.thread_id, str | None)
    assert_type(result.to_dict(), JsonObject)
    assert_type(result.to_json(indent=2), str)
    assert_type(TurnResult.from_dict({}), TurnResult)
    assert_type(result.usage_with_subagents, TokenUsage | None)
    if result.usage is not None:
        ThreadTokenUsage.model_dump(result.usage)
        assert_type(result.usage.turn, TokenUsage)
        assert_type(result.usage.calls, list[TokenUsage])
        assert_type(result.usage.context_share, float | None)
        assert_type(result.usage.cost(Prices(input="1.25", output=10)), Decimal)
    assert_type(result.handler_errors, list[HandlerError])
    assert_type(result.decisions, list[RequestDecided])
    for error in result.handler_errors:
        assert_type((error.method, error.problem), tuple[str, str])
    for item in result.items:
        if isinstance(item, AgentMessageThreadItem):
            assert_type(item.text, str)


def turns(turn: TurnHandle, goal: GoalHandle) -> None:
    assert_type(turn.id, str)
    assert_type(turn.thread_id, str)
    assert_type(turn.stream(), Generator[Notification, None, None])
    for event in turn.stream():
        match event.payload:
            case AgentMessageDeltaNotification(delta=text):
                assert_type(text, str)
            case ItemCompletedNotification(item=item):
                assert_type(item, ThreadItem)
            case UnknownNotification(method=method):
                assert_type(method, str)
            case ApprovalRequested(request=request):
                assert_type(request, ApprovalRequest)
            case HandlerFailed(error=error):
                assert_type(error, HandlerError)
            case RequestDecided(decision=decision, rule=rule, reason=reason):
                assert_type((decision, rule, reason), tuple[str, str | None, str | None])
            case _:
                pass
    assert_type(turn.text(), Generator[str, None, None])
    assert_type(turn.events(ItemCompletedNotification), Generator[ItemCompletedNotification, None, None])
    for payload in turn.events(ItemStartedNotification, ItemCompletedNotification, TurnCompletedNotification):
        assert_type(payload, ItemStartedNotification | ItemCompletedNotification | TurnCompletedNotification)
    assert_type(turn.run(), TurnResult)
    assert_type(turn.steer("More"), TurnSteerResponse)
    assert_type(turn.interrupt(), TurnInterruptResponse)
    assert_type(turn.dropped_events, int)
    assert_type(goal.stream(), Generator[Notification, None, None])
    assert_type(goal.run(), GoalResult)
    assert_type(goal.run().goal, ThreadGoal | None)
    assert_type(goal.run().turns, list[TurnResult])
    assert_type(goal.steer([TextInput("More")]), TurnSteerResponse)
    goal.interrupt()


def streams(thread: Thread) -> None:
    with thread.stream("Hi", sandbox=Sandbox.read_only, on_approval=Approval.defer) as turn:
        assert_type(turn, TurnStream)
        for event in turn:
            assert_type(event, Notification)
        assert_type(turn.result(), TurnResult)
        turn.detach()
        turn.close_nowait()
        turn.close()


def granular(mode: GranularApproval) -> dict[str, object]:
    flags = (mode.sandbox_approval, mode.rules, mode.mcp_elicitations, mode.request_permissions, mode.skill_approval)
    print(flags, mode.reviewer)
    return mode.as_wire()


def decide(request: ApprovalRequest) -> Approval:
    request.to_wire(Approval.decline())
    assert_type((request.method, request.thread_id, request.item_id), tuple[str, str, str])
    assert_type((request.turn_id, request.reason), tuple[str | None, str | None])
    print(request.params, "decline" in request.available_decisions)
    match request:
        case CommandApprovalRequest(command=command, cwd=cwd):
            assert_type((command, cwd), tuple[str, str | None])
            assert_type(request.proposed_execpolicy_amendment, tuple[str, ...] | None)
            if request.proposed_execpolicy_amendment:
                return Approval.accept_with_execpolicy_amendment(["git", "status"])
            assert_type(request.proposed_network_policy_amendments, tuple[NetworkPolicyAmendment, ...])
            for amendment in request.proposed_network_policy_amendments:
                return Approval.apply_network_policy_amendment(amendment)
        case FileChangeApprovalRequest(changes=changes):
            assert_type(changes, tuple[FileUpdateChange, ...])
            assert_type(request.grant_root, str | None)
            return Approval.accept_for_session() if changes else Approval.cancel()
        case McpToolApprovalRequest():
            print(request.server_name, request.tool_name, request.arguments, request.message)
        case _:
            pass
    return Approval.defer() if request.reason else Approval.accept()


async def decide_later(request: ApprovalRequest) -> Approval:
    return Approval.decline()


def deferred_approval(asked: ApprovalRequested) -> None:
    assert_type((asked.request, asked.open), tuple[ApprovalRequest, bool])
    decided = (asked.accept(), asked.accept_for_session(), asked.decline(), asked.cancel())
    assert_type(decided, tuple[bool, bool, bool, bool])
    approval = Approval.accept()
    assert_type(asked.answer(approval), bool)
    print(approval.decision)
    assert_type(approval.execpolicy_amendment, tuple[str, ...] | None)
    assert_type(approval.network_policy_amendment, NetworkPolicyAmendment | None)


def answer(request: UserInputRequest) -> dict[str, str | list[str]]:
    assert_type((request.thread_id, request.turn_id), tuple[str, str])
    assert_type(request.questions, list[ToolRequestUserInputQuestion])
    return {question.id: ["Red", question.question] for question in request.params.questions}


def answer_with_text(request: UserInputRequest) -> dict[str, str]:
    return {question.id: "Red" for question in request.questions}


async def elicit(request: ElicitationRequest) -> Elicitation:
    assert_type((request.server_name, request.message), tuple[str, str])
    assert_type((request.thread_id, request.turn_id), tuple[str, str | None])
    print(request.params, request.requested_schema)
    answers = (Elicitation.accept({"name": "Ada"}), Elicitation.decline(), Elicitation.cancel())
    assert_type(answers[0].action, Literal["accept", "decline", "cancel"])
    print(answers[0].content)
    return answers[1]


def permit(request: PermissionsRequest) -> Permissions:
    assert_type((request.thread_id, request.turn_id, request.reason), tuple[str, str, str | None])
    assert_type(request.permissions, RequestPermissionProfile)
    granted = Permissions.grant({"network": {"enabled": True}}, scope="session")
    print(request.params, granted.granted, granted.scope)
    return Permissions.grant() if request.reason else Permissions.decline()


def now(params: CurrentTimeReadParams) -> CurrentTimeReadResponse:
    return CurrentTimeReadResponse(current_time_at=0)


def handlers(codex: Codex) -> None:
    Codex(
        on_approval=decide,
        on_user_input=answer,
        on_elicitation=elicit,
        on_permissions=permit,
        on_request={"currentTime/read": now, "attestation/generate": lambda params: {"token": "t"}},
    )
    thread = codex.thread_start(
        on_approval=decide_later, on_user_input=answer_with_text, approval_mode=ApprovalMode.ask
    )
    assert_type(codex.thread_resume(thread.id, on_approval=Approval.defer, on_permissions=permit), Thread)
    assert_type(codex.thread_fork(thread.id, on_elicitation=elicit), Thread)
    assert_type(thread.turn("Hi", on_approval=lambda request: Approval.accept(), on_user_input=None), TurnHandle)
    assert_type(thread.run("Hi", on_approval=decide, approval_mode=ApprovalMode.ask_always), TurnResult)


def policies(codex: Codex) -> None:
    policy = Policy(
        deny_commands("git push", approval=Approval.cancel()),
        allow_read_only_commands(repositories=[Path()], operators=["|"]),
        allow_commands("git", ["make", "test"], operators={"&&"}),
        allow_changes_inside(Path("src"), protected=[".git"]),
        lambda request: Approval.accept() if request.reason else None,
        Policy(ask_in_terminal(read=input)),
        default=Approval.defer(),
    )
    assert_type(audit_log(Path("log.jsonl"), policy, actor="ci"), AuditLog)
    codex.thread_start(on_approval=policy).run("Hi", on_approval=audit_log("log.jsonl", decide_later, actor="ci"))


@tool
def shout(text: str, times: int = 1) -> str:
    """Return the text in upper case."""
    return text.upper() * times


@tool(name="find", description="Find it.", namespace=ToolNamespace("crm", "Customers."), timeout=5)
async def find(name: str) -> ToolResult:
    return ToolResult(
        [name, ToolImage(path=Path("face.png")), ToolImage(data=b""), ToolImage(url="data:")], success=False
    )


def tools(codex: Codex) -> None:
    assert_type(shout("a", times=2), str)
    assert_type((shout.name, shout.description, shout.qualified_name), tuple[str, str, str])
    assert_type((shout.namespace, shout.timeout), tuple[ToolNamespace | None, float | None])
    print(shout.parameters, shout.spec(), shout.call_sync({"text": "a"}), shout.call_async({"text": "a"}))
    checked: Callable[[str], str] = shout.function
    lent: Tool[[str], str] = tool(name="lent", timeout=1)(checked)
    assert_type(codex.thread_start(tools=[shout, find, lent, checked, str.upper]), Thread)
    assert_type(codex.thread_resume("id", tools=(shout,)), Thread)
    assert_type(codex.thread_fork("id", tools=[find]), Thread)


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
    assert_type(codex.with_options(timeout=5), AsyncCodex)
    listener = codex.on(ThreadStatusChangedNotification, lambda change: assert_type(change.thread_id, str))
    assert_type(listener, Listener)
    async with codex.notifications() as told:
        async for event in told:
            assert_type(event, Notification)
        told.close()
    assert_type(codex.diagnostics(), Diagnostics)
    assert_type(await codex.health(), Health)
    assert_type(await codex.rpc.thread_name_set(thread_id=thread.id, name="n"), ThreadSetNameResponse)
    assert_type(codex.usage, TokenUsage)
    assert_type(await codex.run("Hi", cwd=Path(), effort="high", timeout=5.0), TurnResult)
    assert_type((await codex.run("Hi", output_type=int)).output, int)
    assert_type(codex.threads(limit=3, archived=True), AsyncGenerator[StoredThread, None])
    assert_type(codex.search_threads("text", archived=True), AsyncGenerator[ThreadSearchResult, None])
    assert_type(await codex.latest_thread(cwd=Path()), AsyncThread | None)
    assert_type(await codex.turn_handle(thread.id, "id"), AsyncTurnHandle)
    assert_type(await codex.thread_delete(thread.id), ThreadDeleteResponse)
    await codex.close()


async def async_handlers(codex: AsyncCodex) -> None:
    AsyncCodex(on_approval=decide, on_user_input=answer, on_elicitation=elicit, on_permissions=permit, on_request=None)
    policy: Callable[[ApprovalRequest], Approval | Awaitable[Approval]] = Policy(allow_commands("ls"), decide_later)
    thread = await codex.thread_start(on_approval=policy, tools=[shout, find])
    assert_type(
        await thread.turn("Hi", on_approval=Approval.defer, on_request={"currentTime/read": now}), AsyncTurnHandle
    )


async def async_threads(thread: AsyncThread) -> None:
    assert_type(await thread.read(), ThreadReadResponse)
    assert_type(await thread.set_name("n"), ThreadSetNameResponse)
    assert_type(await thread.compact(), AsyncCompactionHandle)
    ThreadCompactStartResponse.model_dump(await thread.compact())
    assert_type(await (await thread.compact()).run(), TurnResult)
    assert_type(await thread.active_turn(), AsyncTurnHandle | None)
    assert_type(thread.items(turn_id=None), AsyncGenerator[ThreadItem, None])
    assert_type(thread.search("text"), AsyncGenerator[ThreadSearchOccurrence, None])
    assert_type(await thread.start_review("Check it."), AsyncTurnHandle)
    assert_type(await thread.review({"type": "uncommittedChanges"}, timeout=5.0), TurnResult)
    assert_type((await thread.review("Check it.", output_type=Invoice)).output, Invoice)
    assert_type(await thread.delete(), ThreadDeleteResponse)
    assert_type(await thread.run("Hi", summary="concise", on_approval=decide_later), TurnResult)
    assert_type(await thread.run("Hi", output_type=Invoice, retries=1), TurnResult[Invoice])
    assert_type((await thread.run("Hi", output_type=list[Point])).output, list[Point])
    assert_type((await thread.run("Hi")).output, None)
    async with thread.stream("Hi", on_user_input=answer) as turn:
        assert_type(turn, AsyncTurnStream)
        async for event in turn:
            assert_type(event, Notification)
        assert_type(await turn.result(), TurnResult)
        turn.detach()
        turn.close_nowait()
        await turn.close()
    assert_type(await thread.turn(TextInput("Hi")), AsyncTurnHandle)
    assert_type(await thread.start_goal("Reach it"), AsyncGoalHandle)
    assert_type(await thread.run_goal("Reach it", token_budget=None), GoalResult)
    assert_type(await thread.resume_goal(), AsyncGoalHandle)
    assert_type(await thread.goal(), ThreadGoal | None)
    assert_type(await thread.pause_goal(), ThreadGoal)
    assert_type(await thread.clear_goal(), bool)


async def async_turns(turn: AsyncTurnHandle, goal: AsyncGoalHandle) -> None:
    assert_type(turn.stream(), AsyncGenerator[Notification, None])
    async for event in turn.stream():
        assert_type(event.turn_id, str | None)
        assert_type(event.emitted_at_ms, int | None)
    assert_type(turn.text(), AsyncGenerator[str, None])
    assert_type(turn.events(AgentMessageDeltaNotification), AsyncGenerator[AgentMessageDeltaNotification, None])
    async for payload in turn.events(ItemCompletedNotification, ApprovalRequested):
        assert_type(payload, ItemCompletedNotification | ApprovalRequested)
    assert_type(await turn.run(), TurnResult)
    assert_type(await turn.steer("More"), TurnSteerResponse)
    assert_type(await turn.interrupt(), TurnInterruptResponse)
    assert_type(goal.stream(), AsyncGenerator[Notification, None])
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


class Color(BaseModel):
    name: str


def pools(prompts: list[str]) -> None:
    with CodexPool(["ws://127.0.0.1:1", CodexConfig()], spares=1, max_turns=2, on_approval=decide) as pool:
        assert_type(pool.run("Hi", model="x", timeout=5), TurnResult)
        assert_type(pool.run("Hi", output_type=Color).output, Color)
        assert_type(pool.thread_start(model="x"), Thread)
        assert_type(pool.thread_resume("id", include_turns=True), Thread)
        for answer in pool.map(prompts, concurrency=3, ordered=False, on_error="raise", progress=True, ephemeral=True):
            assert_type(answer, PoolResult)
            assert_type(answer.final_response, str | None)
            assert_type(answer.unwrap(), TurnResult)
        for typed in pool.map(prompts, output_type=Color, retries=1):
            assert_type(typed.output, Color)
        assert_type(pool.stats(), PoolStats)
        assert_type(pool.stats().runtimes[0], RuntimeStats)
        assert_type(pool.usage, TokenUsage)
        assert_type(pool.clients, tuple[Codex, ...])
        pool.close()


async def async_pools(prompts: AsyncIterator[str]) -> None:
    async with AsyncCodexPool(size=2, config=CodexConfig()) as pool:
        assert_type(await pool.run("Hi"), TurnResult)
        assert_type(await pool.thread_start(), AsyncThread)
        assert_type(await pool.thread_resume("id"), AsyncThread)
        async for answer in pool.map(prompts, output_type=Color):
            assert_type(answer.output, Color)
        assert_type(pool.clients, tuple[AsyncCodex, ...])
        await pool.close()


def servers(token: SignedToken) -> None:
    with AppServer.start(CodexConfig(), listen="ws", token="secret", timeout=5) as server:
        assert_type(server.url, str)
        assert_type(server.pid, int)
        assert_type(server.token_file, Path | None)
        assert_type(server.client_config(CodexConfig()), CodexConfig)
    AppServer.start(listen="ws://127.0.0.1:0", token=token).close()


async def async_servers(token: SignedToken) -> None:
    async with AsyncAppServer.start(listen="unix:///run/codex.sock", token=None) as server:
        assert_type(server, AsyncAppServer)
        assert_type(server.client_config(), CodexConfig)
    server = await AsyncAppServer.start(listen="ws", token=token)
    await server.close()


def played() -> None:
    messages: list[dict[str, Any]] = []

    def accept(peer: MemoryPeer) -> None:
        peer.on_message = messages.append
        peer.on_data = lambda data: assert_type(data, bytes)
        peer.on_close = messages.clear
        peer.send_message({"id": 1, "result": {}})
        peer.send(b"{}")
        peer.write_stderr(b"")
        peer.pause_reading()
        peer.resume_reading()
        peer.close_input()
        peer.exit(3)
        assert_type(peer.closed, bool)
        assert_type(peer.exit_code, int | None)

    config = CodexConfig(transport=MemoryTransportFactory(accept))
    with Codex(config):
        pass
