"""Stream the events of a turn: text and commands."""

from openai_codex import Codex, Notification, Sandbox
from openai_codex.types import (
    AgentMessageDeltaNotification,
    CommandExecutionThreadItem,
    ItemCompletedNotification,
    ItemStartedNotification,
    TurnCompletedNotification,
)


def show(event: Notification) -> None:
    match event.payload:
        case AgentMessageDeltaNotification(delta=text):
            print(text, end="", flush=True)
        case ItemStartedNotification(item=CommandExecutionThreadItem(command=command)):
            print(f"$ {command}")
        case ItemCompletedNotification(item=CommandExecutionThreadItem(aggregated_output=output)):
            print(output or "", end="")
        case TurnCompletedNotification(turn=turn):
            print(f"\n[{turn.status}]")


with Codex() as codex:
    thread = codex.thread_start(sandbox=Sandbox.read_only)
    turn = thread.turn("Say hello with the shell, then tell me how it went.")
    for event in turn.stream():
        show(event)
    result = turn.run()  # Waits for the result; does not start another turn.
    print(f"{len(result.items)} items")
