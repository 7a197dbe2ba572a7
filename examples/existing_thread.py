"""Resume a thread that another program, or an earlier run of this one, has created."""

from openai_codex import Codex
from openai_codex.types import AgentMessageThreadItem, TextUserInput, ThreadItem, UserMessageThreadItem


def line(item: ThreadItem) -> str:
    match item:
        case UserMessageThreadItem(content=content):
            return "You:   " + " ".join(part.text for part in content if isinstance(part, TextUserInput))
        case AgentMessageThreadItem(text=text):
            return f"Codex: {text}"
        case _:
            return f"({item.type})"


with Codex() as codex:
    thread = codex.thread_start()
    thread.run("Remember the word 'heron'.")
    thread_id = thread.id

with Codex() as codex:
    thread = codex.thread_resume(thread_id)
    thread.run("Which word was it?")
    for turn in thread.read(include_turns=True).thread.turns:
        for item in turn.items:
            print(line(item))
