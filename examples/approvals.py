"""Approve commands and file changes in the terminal."""

import sys

from openai_codex import (
    Approval,
    ApprovalMode,
    ApprovalRequest,
    Codex,
    CommandApprovalRequest,
    FileChangeApprovalRequest,
    Sandbox,
)


def ask(prompt: str) -> str:
    print(prompt, end="", flush=True)
    return sys.stdin.readline().strip()


def decide(request: ApprovalRequest) -> Approval:
    match request:
        case CommandApprovalRequest(command=command, cwd=cwd):
            print(f"\nIn {cwd}:\n  {command}")
        case FileChangeApprovalRequest(changes=changes):
            for change in changes:
                print(f"\n{change.path}\n{change.diff}")
    match ask("Allow? [y]es, [a]lways, [s]top, or no: "):
        case "y":
            return Approval.accept()
        case "a":
            return Approval.accept_for_session()
        case "s":
            return Approval.cancel()
        case _:
            return Approval.decline()


with Codex(on_approval=decide) as codex:
    thread = codex.thread_start(approval_mode=ApprovalMode.ask_always, sandbox=Sandbox.workspace_write)
    result = thread.run("Write a haiku about herons to heron.txt.")
    print(f"\n{result.final_response}")
