"""Policies: who decides on commands and changes of files, put together from rules.

    from openai_codex.policies import Policy, allow_changes_inside, allow_commands, ask_in_terminal

    policy = Policy(allow_commands("git status", "make test"), allow_changes_inside("src"), ask_in_terminal())
    codex = Codex(on_approval=policy)

A rule is any function from an `ApprovalRequest` to an `Approval`, or to None where it has no opinion. The first one
that has an opinion counts; where none has, the answer is no.

What the rules about commands trust: the shell's own startup files, and that the programs found on PATH are what their
names say. A command that was allowed runs as the runtime asked for it, which may be outside of its sandbox.
"""

from openai_codex.policies.audit import AuditLog, audit_log
from openai_codex.policies.command_rules import allow_commands, allow_read_only_commands, deny_commands
from openai_codex.policies.file_rules import allow_changes_inside
from openai_codex.policies.rules import Handler, Policy, Rule
from openai_codex.policies.terminal import MissingExtraError, ask_in_terminal

__all__ = [
    "AuditLog",
    "Handler",
    "MissingExtraError",
    "Policy",
    "Rule",
    "allow_changes_inside",
    "allow_commands",
    "allow_read_only_commands",
    "ask_in_terminal",
    "audit_log",
    "deny_commands",
]
