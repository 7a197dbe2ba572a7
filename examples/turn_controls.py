"""Steer a running turn, and interrupt one."""

from openai_codex import Codex
from openai_codex.types import AgentMessageDeltaNotification

with Codex() as codex:
    thread = codex.thread_start()

    turn = thread.turn("Count to a hundred, in words.")
    for event in turn.stream(detach=True):
        if isinstance(event.payload, AgentMessageDeltaNotification):
            turn.steer("Ten is enough.")
            break
    print("steered:", turn.run().final_response)

    turn = thread.turn("Now count to a thousand.")
    for event in turn.stream():
        if isinstance(event.payload, AgentMessageDeltaNotification):
            turn.interrupt()
            break
    result = turn.run()
    print(f"{result.status}, {len(result.items)} items, {len(result.incomplete_items)} incomplete")
