"""A chat in the terminal. An empty line, or the end of the input, ends it."""

import sys

from openai_codex import Codex, Sandbox, TurnFailedError
from openai_codex.types import AgentMessageDeltaNotification

with Codex() as codex:
    thread = codex.thread_start(sandbox=Sandbox.read_only)
    print("You:   ", end="", flush=True)
    for line in sys.stdin:
        if not line.strip():
            break
        turn = thread.turn(line.strip())
        print("Codex: ", end="", flush=True)
        for event in turn.stream():
            if isinstance(event.payload, AgentMessageDeltaNotification):
                print(event.payload.delta, end="", flush=True)
        try:
            turn.run()
        except TurnFailedError as error:
            print(f"({error})", end="")
        print("\nYou:   ", end="", flush=True)
