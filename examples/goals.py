"""Set a goal for a thread: the runtime runs one turn after another until the goal is complete."""

from openai_codex import Codex, Sandbox
from openai_codex.types import (
    ItemCompletedNotification,
    ThreadGoalStatus,
    ThreadGoalUpdatedNotification,
    TurnStartedNotification,
)

with Codex() as codex:
    thread = codex.thread_start(sandbox=Sandbox.workspace_write)
    goal = thread.start_goal("Find and fix all spelling mistakes in the docs.", token_budget=200_000)
    for event in goal.stream():
        match event.payload:
            case TurnStartedNotification(turn=turn):
                print(f"turn {turn.id}")
            case ItemCompletedNotification(item=item):
                print(f"  {item.type}")
            case ThreadGoalUpdatedNotification(goal=now):
                print(f"  goal {now.status}, {now.tokens_used} tokens used")

    result = goal.run()  # One result for all turns.
    print(f"{len(result.turns)} turns: {result.final_response}")

    stored = thread.goal()
    if stored is not None and stored.status == ThreadGoalStatus.complete:
        thread.clear_goal()
        print("goal complete and cleared")
