"""Policies: approve commands and file changes by rules.

    from openai_codex.policies import Policy, allow_changes_inside, allow_commands, ask_in_terminal

    policy = Policy(allow_commands("git status", "make test"), allow_changes_inside("src"), ask_in_terminal())
    codex = Codex(on_approval=policy)

A rule is a function that takes an `ApprovalRequest` and returns an `Approval`, or None to abstain. The first rule that
does not abstain decides. If all rules abstain, the request is declined.

Each rule documents its guarantee. Rules about commands trust the shell's startup files, the programs on PATH and the
git configuration of the user. An allowed command runs as the runtime requested it, which may be outside the sandbox.
"""

from openai_codex.policies.audit import AuditLog, audit_log
from openai_codex.policies.command_rules import allow_commands, allow_read_only_commands, deny_commands
from openai_codex.policies.file_rules import allow_changes_inside
from openai_codex.policies.mcp_rules import allow_mcp_tools, deny_mcp_tools
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
    "allow_mcp_tools",
    "allow_read_only_commands",
    "ask_in_terminal",
    "audit_log",
    "deny_commands",
    "deny_mcp_tools",
]
