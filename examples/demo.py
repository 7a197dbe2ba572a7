"""Stream one turn on the real runtime: print the prompt, the events and the result.

Offline, with a scripted model:   python examples/demo.py "Say hello."
With your own Codex login:        python examples/demo.py --live "Say hello."
"""

from __future__ import annotations

import argparse
import contextlib
from typing import TYPE_CHECKING

from codex_protocol import (
    AgentMessageDeltaNotification,
    CommandExecutionThreadItem,
    ItemCompletedNotification,
    ItemStartedNotification,
)
from openai_codex import ApprovalMode, Codex, Sandbox, TurnFailedError
from openai_codex.testing import Reasoning, Reply, ScriptedModel, Text, Usage, shell_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openai_codex import Notification, TurnResult

SCRIPT: list[Reply] = [
    [
        Reasoning("Look around before answering."),
        Text("Let me look around first.", phase="commentary", delay=0.03),
        shell_call("echo hello from a real command"),
        Usage(input_tokens=1_200, output_tokens=40, reasoning_output_tokens=25),
    ],
    [
        Text(
            "Hello! The runtime that ran this turn is the real one; the model is a script on the loopback interface.",
            phase="final_answer",
            delay=0.03,
        ),
        Usage(input_tokens=1_320, cached_input_tokens=1_200, output_tokens=30),
    ],
]


@contextlib.contextmanager
def codex(live: bool) -> Iterator[Codex]:
    """Start a runtime with the user's settings and login, or with the scripted model."""
    if live:
        with Codex() as client:
            yield client
    else:
        with ScriptedModel(SCRIPT) as model, Codex(model.config()) as client:
            yield client


def show(event: Notification) -> None:
    """Print text as it arrives, and one line for each other event."""
    match event.payload:
        case AgentMessageDeltaNotification(delta=text):
            print(text, end="", flush=True)
        case ItemStartedNotification(item=item):
            print(f"  {event.method:<28} {item.type}")
        case ItemCompletedNotification(item=CommandExecutionThreadItem(command=command, aggregated_output=output)):
            print(f"  {event.method:<28} commandExecution: {command}")
            print("".join(f"      {line}\n" for line in (output or "").splitlines()), end="")
        case ItemCompletedNotification(item=item):
            print(f"\n  {event.method:<28} {item.type}")
        case _:
            print(f"  {event.method}")


def summarize(result: TurnResult) -> None:
    """Print the result of the turn."""
    print(f"\nStatus          {result.status}, after {result.duration_ms} ms")
    print(f"Items           {', '.join(str(item.type) for item in result.items)}")
    if result.usage is not None:
        total = result.usage.total
        print(
            f"Tokens          {total.input_tokens} in ({total.cached_input_tokens} cached), {total.output_tokens} out"
        )
    print(f"Final response  {result.final_response}")


def main() -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(description="Stream one turn on the real Codex runtime.")
    parser.add_argument("prompt", nargs="?", default="Say hello.")
    parser.add_argument("--live", action="store_true", help="use your own Codex login instead of the scripted model")
    options = parser.parse_args()
    with codex(options.live) as client:
        info = client.metadata.server_info
        print(f"Runtime         {info.version} with {'your own model' if options.live else 'the scripted model'}")
        print(f"Prompt          {options.prompt}\n\nEvents")
        thread = client.thread_start(approval_mode=ApprovalMode.deny_all, sandbox=Sandbox.read_only)
        turn = thread.turn(options.prompt)
        for event in turn.stream():
            show(event)
        try:
            result = turn.run()
        except TurnFailedError as error:
            print(f"\nThe turn failed: {error}")
            return 1
        summarize(result)
    return 0 if result.final_response else 1


if __name__ == "__main__":
    raise SystemExit(main())
