"""The views of results, threads, items, approvals and usage, and their registration with IPython."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from codex_protocol import TokenUsageBreakdown
from codex_protocol._wire import to_wire
from openai_codex.notebook.items import item_view
from openai_codex.notebook.shell import current_shell
from openai_codex.notebook.views import Block, View, html_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._async.thread_operations import AsyncThreadOperations
    from openai_codex._handlers.approvals import ApprovalRequest
    from openai_codex._results.result import TurnResult
    from openai_codex._results.usage import TurnUsage
    from openai_codex._sync.thread_operations import ThreadOperations

_TOKENS = (
    ("input", "input_tokens"),
    ("cached input", "cached_input_tokens"),
    ("output", "output_tokens"),
    ("reasoning", "reasoning_output_tokens"),
    ("total", "total_tokens"),
)


def mimebundle(value: Any) -> dict[str, str]:
    """Return the plain text and the HTML of an object that a notebook displays."""
    register()
    view = view_of(value)
    return {"text/plain": text_of(view), "text/html": html_of(view)}


def view_of(value: Any) -> View:
    """Return the view of an object."""
    from openai_codex._async.thread_operations import AsyncThreadOperations
    from openai_codex._handlers.approvals import ApprovalRequest
    from openai_codex._results.result import TurnResult
    from openai_codex._results.usage import TurnUsage
    from openai_codex._sync.thread_operations import ThreadOperations

    if isinstance(value, View):
        return value
    kinds: list[tuple[type, Callable[[Any], View]]] = [
        (TurnResult, result_view),
        (AsyncThreadOperations, thread_view),
        (ThreadOperations, thread_view),
        (ApprovalRequest, approval_view),
        (TurnUsage, usage_view),
        (TokenUsageBreakdown, _tokens_view),
    ]
    for kind, view in kinds:
        if isinstance(value, kind):
            return view(value)
    return item_view(to_wire(value, "item"))


def result_view(result: TurnResult[Any]) -> View:
    """Return the view of a result."""
    facts: list[tuple[str, str]] = []
    if result.duration_ms is not None:
        facts.append(("duration", f"{result.duration_ms / 1000:.1f} s"))
    if result.usage is not None:
        turn = result.usage.turn
        facts.append(("tokens", f"{turn.input_tokens:,} input, {turn.output_tokens:,} output"))
    facts += [
        (f"{each.method} {each.item_id or ''}", f"{each.decision} by {each.decider}") for each in result.decisions
    ]
    if result.subagents:
        facts.append(("sub-agents", str(len(result.subagents))))
    blocks = [Block(result.error.message, "error")] if result.error is not None else []
    if result.final_response:
        blocks.append(Block(result.final_response, is_prose=True))
    # The message of a review starts under one id, without a text, and is completed under another one.
    incomplete = [item for item in result.incomplete_items if getattr(item, "text", None) != ""]
    items = [(item, "") for item in result.items] + [(item, "incomplete") for item in incomplete]
    children = [_item(item, badge) for item, badge in items]
    for child in children:
        child.is_open = False
    return View(type(result).__name__, str(result.status.value), facts, blocks, children)


def thread_view(thread: AsyncThreadOperations | ThreadOperations) -> View:
    """Return the view of a handle of a thread."""
    return View(type(thread).__name__, facts=[("id", thread.id)])


def approval_view(request: ApprovalRequest) -> View:
    """Return the view of a request for an approval."""
    facts = [("item", request.item_id)]
    if (cwd := getattr(request, "cwd", None)) is not None:
        facts.append(("directory", str(cwd)))
    if request.reason is not None:
        facts.append(("reason", request.reason))
    facts.append(("decisions", ", ".join(request.available_decisions)))
    command: object = getattr(request, "command", None)
    blocks = [Block(f"$ {command}")] if isinstance(command, str) else []
    changes: object = getattr(request, "changes", None)
    if changes:
        blocks.append(Block("\n".join(str(to_wire(each, "change")) for each in _listed(changes)), "changes"))
    arguments: object = getattr(request, "arguments", None)
    if arguments is not None:
        blocks.append(Block(str(to_wire(arguments, "arguments")), "arguments"))
    return View(type(request).__name__, facts=facts, blocks=blocks)


def usage_view(usage: TurnUsage) -> View:
    """Return the view of the tokens of a turn."""
    share = usage.context_share
    facts = _token_facts(usage.turn)
    if share is not None:
        facts.append(("context used", f"{share:.0%}"))
    calls = [View(f"Call {number}", facts=_token_facts(call)) for number, call in enumerate(usage.calls, 1)]
    return View("Tokens of the turn", facts=facts, children=calls)


def _tokens_view(tokens: TokenUsageBreakdown) -> View:
    return View("Tokens", facts=_token_facts(tokens))


def _token_facts(tokens: TokenUsageBreakdown) -> list[tuple[str, str]]:
    return [(name, f"{getattr(tokens, field):,}") for name, field in _TOKENS]


def _listed(value: Any) -> list[object]:
    return list(cast("dict[str, object]", value).values()) if isinstance(value, dict) else list(value)


def _item(item: Any, badge: str) -> View:
    view = item_view(to_wire(item, "item"))
    view.badge = badge or view.badge
    return view


class _Registration:
    shell: object = None


def register() -> None:
    """Register the items and token counts of the protocol with IPython, if it runs. Idempotent."""
    shell = current_shell()
    if shell is None or shell is _Registration.shell:
        return
    _Registration.shell = shell
    import codex_protocol

    kinds: list[type] = [getattr(codex_protocol, name) for name in dir(codex_protocol) if name.endswith("ThreadItem")]
    formatters = shell.display_formatter.formatters
    for kind in [*(each for each in kinds if isinstance(each, type)), TokenUsageBreakdown]:
        formatters["text/html"].for_type(kind, _print_html)
        formatters["text/plain"].for_type(kind, _print_text)


def _print_html(value: object) -> str:
    return html_of(view_of(value))


def _print_text(value: object, printer: Any, cycle: bool) -> None:
    printer.text(text_of(view_of(value)))
