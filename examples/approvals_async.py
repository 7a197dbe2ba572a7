"""Approve commands and file changes in the terminal."""

import asyncio
import sys

from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    AsyncCodex,
    CommandApprovalRequest,
    FileChangeApprovalRequest,
    Sandbox,
)


async def ask(prompt: str) -> str:
    print(prompt, end="", flush=True)
    # In a thread, so as not to block the event loop.
    line: str = await asyncio.to_thread(sys.stdin.readline)
    return line.strip()


async def decide(request: ApprovalRequest) -> Approval:
    match request:
        case CommandApprovalRequest(command=command, cwd=cwd):
            print(f"\nIn {cwd}:\n  {command}")
        case FileChangeApprovalRequest(changes=changes):
            for change in changes:
                print(f"\n{change.path}\n{change.diff}")
    match await ask("Allow? [y]es, [a]lways, [s]top, or no: "):
        case "y":
            return Approval.accept()
        case "a":
            return Approval.accept_for_session()
        case "s":
            return Approval.cancel()
        case _:
            return Approval.decline()


async def main() -> None:
    async with AsyncCodex(on_approval=decide) as codex:
        thread = await codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
        result = await thread.run("Write a haiku about herons to heron.txt.")
        print(f"\n{result.final_response}")


asyncio.run(main())
