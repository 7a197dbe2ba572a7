"""Run a turn and print every part of its result."""

from openai_codex import Codex, Sandbox, TurnResult
from openai_codex.types import AgentMessageThreadItem, CommandExecutionThreadItem, FileChangeThreadItem


def show(result: TurnResult) -> None:
    print(f"{result.status} after {result.duration_ms} ms")
    for item in result.items:
        match item:
            case CommandExecutionThreadItem(command=command, exit_code=code):
                print(f"  ran {command} (exit code {code})")
            case FileChangeThreadItem(changes=changes):
                print(f"  changed {', '.join(change.path for change in changes)}")
            case AgentMessageThreadItem(text=text):
                print(f"  said {text!r}")
            case _:
                print(f"  {item.type}")
    if result.usage is not None:
        used = result.usage.total
        print(f"{used.input_tokens} tokens in, {used.output_tokens} out")


with Codex() as codex:
    thread = codex.thread_start(sandbox=Sandbox.read_only)
    show(thread.run("Which files are in this folder?"))
