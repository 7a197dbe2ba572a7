"""Chat in the terminal. An empty line or the end of the input exits."""

import sys

from openai_codex import Codex, Sandbox, TurnFailedError
from openai_codex.types import AgentMessageDeltaNotification


def ask(prompt: str) -> str:
    print(prompt, end="", flush=True)
    return sys.stdin.readline().strip()


with Codex() as codex:
    thread = codex.thread_start(sandbox=Sandbox.read_only)
    while line := ask("You:   "):
        turn = thread.turn(line)
        print("Codex: ", end="", flush=True)
        for event in turn.stream():
            if isinstance(event.payload, AgentMessageDeltaNotification):
                print(event.payload.delta, end="", flush=True)
        try:
            turn.run()
        except TurnFailedError as error:
            print(f"({error})", end="")
        print()
