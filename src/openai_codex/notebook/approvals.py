"""Questions for approvals below the cell: buttons with ipywidgets, or a text prompt."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from openai_codex._handlers.approvals import Approval
from openai_codex.notebook.bundles import approval_view
from openai_codex.notebook.markup import clean
from openai_codex.notebook.shell import current_kernel
from openai_codex.notebook.views import html_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_codex._handlers.approvals import ApprovalRequest, ApprovalRequested

ApprovalStyle: TypeAlias = Literal["buttons", "input"]

_DECISIONS: dict[str, Callable[[], Approval]] = {
    "accept": Approval.accept,
    "accept_for_session": Approval.accept_for_session,
    "decline": Approval.decline,
    "cancel": Approval.cancel,
}


def ask_in_notebook(request: ApprovalRequest) -> Approval:
    """Leave the decision to the reader of the notebook, whom `display_turn` asks.

    Pass this function as `on_approval`.
    """
    return Approval.defer()


def approval_style(*, is_async: bool) -> ApprovalStyle:
    """Return "buttons" if ipywidgets is installed and the kernel receives clicks while a cell runs, else "input".

    A cell that blocks the main thread receives no clicks: the kernel delivers them to the thread of the buttons.
    """
    information: dict[str, Any] = getattr(current_kernel(), "kernel_info", {})
    # Kernels with this feature process the messages of widgets while an asynchronous cell runs.
    clicks = is_async and "kernel subshells" in information.get("supported_features", ())
    return "buttons" if clicks and find_spec("ipywidgets") is not None else "input"


def ask(requested: ApprovalRequested, style: ApprovalStyle) -> None:
    """Ask the reader for a decision. Buttons answer later."""
    if style == "buttons":
        show_buttons(requested)
    else:
        prompt(requested)


def show_buttons(requested: ApprovalRequested) -> Any:
    """Display the request with a button for each decision, and return the widget."""
    ipywidgets: Any = import_module("ipywidgets")
    display: Any = import_module("IPython.display").display
    decisions = _decisions(requested)
    buttons = [
        ipywidgets.Button(description=name.replace("_", " "), button_style="success" if name == "accept" else "")
        for name in decisions
    ]
    outcome = ipywidgets.Label()

    def decide(name: str, _: Any) -> None:
        answered = requested.answer(_DECISIONS[name]())
        for button in buttons:
            button.disabled = True
        outcome.value = name.replace("_", " ") if answered else "the request has ended"

    for name, button in zip(decisions, buttons, strict=True):
        button.on_click(partial(decide, name))
    request = ipywidgets.HTML(html_of(approval_view(requested.request)))
    box = ipywidgets.VBox([request, ipywidgets.HBox([*buttons, outcome])])
    display(box)
    return box


def prompt(requested: ApprovalRequested) -> None:
    """Print the request, and read the decision from the input of the cell. Other input declines."""
    decisions = _decisions(requested)
    print(text_of(approval_view(requested.request)))
    try:
        answer = input(f"{', '.join(decisions)}: ").strip().replace(" ", "_")
    except (EOFError, NotImplementedError):
        # The front end has no input.
        answer = "decline"
    name = answer if answer in decisions else "decline"
    answered = requested.answer(_DECISIONS[name]())
    print(clean(name) if answered else "The request has ended.")


def _decisions(requested: ApprovalRequested) -> list[str]:
    return [name for name in requested.request.available_decisions if name in _DECISIONS]
