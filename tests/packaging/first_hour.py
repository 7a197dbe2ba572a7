"""The first hour with the package: the programs of a new user without a login, each with its expected output."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import dedent

from openai_codex.testing import HttpError, Reply, shell_call


@dataclass(frozen=True)
class Step:
    """A program, and the output that it must have."""

    name: str
    program: str
    output: str = ""
    """The exact output to stdout."""
    error: str | None = None
    """Pattern of the last line of stderr; None means that the program succeeds without output to stderr."""
    log: tuple[str, ...] = ()
    """Patterns of lines of stderr, in order, with `CODEX_LOG=info`; empty runs the program without the variable."""
    replies: tuple[Reply | str, ...] = field(default=())
    """Replies of the model to the program."""

    @property
    def source(self) -> str:
        return dedent(self.program)

    def problem(self, code: int, stdout: str, stderr: str) -> str | None:
        """Return how the outcome differs from the expected one, or None."""
        if stdout != dedent(self.output).lstrip("\n"):
            return f"stdout: {stdout!r}; stderr: {stderr}"
        lines = stderr.splitlines()
        if self.error is not None:
            return None if code == 1 and lines and re.fullmatch(self.error, lines[-1]) else f"{code}: {stderr}"
        if self.log:
            rest = iter(lines)
            missing = [pattern for pattern in self.log if not any(re.search(pattern, line) for line in rest)]
            return f"missing {missing} in {stderr}" if missing else None
        return None if code == 0 and not lines else f"{code}: {stderr}"


STEPS = [
    Step("import", "import openai_codex; print(openai_codex.__version__)", "0.1.0\n"),
    Step(
        "run without login",
        """
        from openai_codex import Codex

        with Codex() as codex:
            print(codex.run("Say hello.").final_response)
        """,
        error=r"openai_codex\.errors\.NotLoggedInError: "
        r"the runtime is not logged in, and its model provider needs a login; "
        r"call codex\.login_api_key\(\.\.\.\) or codex\.login_chatgpt\(\), or run 'codex login' or 'codex-py login' "
        r"in a terminal, with the CODEX_HOME of this client\. CodexConfig\(check_login=False\) disables this check",
    ),
    Step(
        "misplaced keyword",
        """
        from openai_codex import Codex

        Codex(model="gpt-5")
        """,
        error=r".*\.UnexpectedKeywordError: Codex: unexpected keyword 'model'; pass it to thread_start\(model=\.\.\.\)",
    ),
    Step(
        "account",
        """
        from openai_codex import Codex

        with Codex() as codex:
            print(codex.account().account)
        """,
        "None\n",
    ),
    Step(
        "login",
        """
        from openai_codex import Codex

        with Codex() as codex:
            codex.login_api_key("sk-not-a-real-key")
            print(codex.account().account.type)
        """,
        "apiKey\n",
    ),
    Step(
        "first turn",
        """
        from openai_codex import Codex

        with Codex() as codex:
            thread = codex.thread_start()
            print(thread.run("Say hello.").final_response)
            print(thread.run("And again.").final_response)
        """,
        "Hello!\nHello again!\n",
        replies=("Hello!", "Hello again!"),
    ),
    Step(
        "stream",
        """
        from openai_codex import Codex

        with Codex() as codex:
            for text in codex.thread_start().turn("Say hello.").text():
                print(text, end="")
            print()
        """,
        "Hello, one word at a time.\n",
        replies=("Hello, one word at a time.",),
    ),
    Step(
        "approval handler",
        """
        from openai_codex import Approval, Codex


        def ask(request):
            print("asked:", "rm -f notes.txt" in str(request.command))
            return Approval.decline("Keep the file.")


        with Codex(on_approval=ask) as codex:
            result = codex.run("Remove the notes.")
            print(result.final_response, [decision.reason for decision in result.decisions])
        """,
        "asked: True\nThe file stays. ['Keep the file.']\n",
        replies=(shell_call("rm -f notes.txt"), "The file stays."),
    ),
    Step(
        "structured output",
        """
        from openai_codex import Codex

        with Codex() as codex:
            print(codex.run("What is six times seven?", output_type=int).output + 1)
        """,
        "43\n",
        replies=('{"value": 42}',),
    ),
    Step(
        "mistyped keyword",
        """
        from openai_codex import Codex

        with Codex() as codex:
            codex.thread_start().run("Say hello.", approvalPolicy="never")
        """,
        error=r".*\.UnexpectedKeywordError: run: unexpected keyword 'approvalPolicy'; did you mean 'approval_mode'\?",
    ),
    Step(
        "resume",
        """
        from openai_codex import Codex

        with Codex() as codex:
            print(codex.latest_thread().run("What did I ask?").final_response)
        """,
        "For a product.\n",
        replies=("For a product.",),
    ),
    Step(
        "log",
        """
        from openai_codex import Approval, Codex

        with Codex(on_approval=lambda request: Approval.decline("No.")) as codex:
            print(codex.run("Remove the notes.").final_response)
        """,
        "Busy, but done.\n",
        log=(
            r"INFO runtime \S+ started",
            r"WARNING turn \S+: the runtime retries the model call: .*503",
            r"INFO item/commandExecution/requestApproval .* decline by handler: No\.",
            r"INFO runtime exited",
        ),
        replies=(HttpError(503, "busy"), shell_call("rm -f notes.txt"), "Busy, but done."),
    ),
    Step(
        "rejected key",
        """
        from openai_codex import Codex, CodexConfig

        with Codex(CodexConfig(max_model_retries=0)) as codex:
            codex.run("Say hello.")
        """,
        error=r"openai_codex\._results\.errors\.TurnFailedError: .*401 Unauthorized: Incorrect API key.*",
        replies=(HttpError(401, "Incorrect API key"),),
    ),
    Step(
        "logout",
        """
        from openai_codex import Codex

        with Codex() as codex:
            codex.logout()
            print(codex.account().account)
        """,
        "None\n",
    ),
]
"""The programs, in the order in which the user runs them."""
