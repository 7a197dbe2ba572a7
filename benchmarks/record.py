"""Record messages of the real runtime as templates for the fake runtime.

    python benchmarks/record.py

Starts the installed runtime with the scripted model, communicates with it over a pipe, and writes `recorded.tsv`. Each
line has the name of a message, a tab, and the bytes of the message as received, with the key order of the runtime.
Variable values are replaced by placeholders: `@id@` (request id), `@thread@`, `@turn@`, `@user@` and `@item@` (ids),
`@ms@` and `@s@` (times), `@delta@` and `@text@` (model text). Paths of this machine are replaced, too. The last lines
are the deltas that replace `@delta@`, as JSON string contents.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import codex_cli_bin  # type: ignore[import-untyped]

from openai_codex.testing import Reply, ScriptedModel, Text, shell_call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex import CodexConfig

TARGET = Path(__file__).with_name("recorded.tsv")
SPOKEN = "Reading the file now."
PROMPT = "Look into the file, please."
# Enough output that a thread of a few thousand turns has a response of many megabytes, as in long sessions.
COMMAND = "seq 1 1500"
SCRIPT: list[Reply] = [
    Text(SPOKEN, delay=0.001),
    [Text(SPOKEN), shell_call(COMMAND)],
    Text(SPOKEN),
    Text("word " * 10_000, delay=0.05),
]

# Deltas that the fake runtime repeats: words, code, escapes, non-Latin scripts.
PIECES = [
    *("The", " function", " reads", " the", " file", ",", " line", " by", " line", ":\n\n", "```", "python", "\n"),
    *("for", " line", " in", " file", ":\n", "   ", " print", "(", "line", ".strip", "()", ")\n", "```\n"),
    *(" Gr", "\u00fc", "\u00dfe", ",", ' "', "quoted", '",', " C:\\", "temp", "."),
    *(" \u65e5\u672c", "\u8a9e", " done", " \U0001f389"),
]

# Notifications of a turn with one agent message, in order, by the names that the fake server uses.
TURN = {
    "turn_active": ("thread/status/changed", '"active"'),
    "turn_started": ("turn/started", ""),
    "user_started": ("item/started", '"userMessage"'),
    "user_completed": ("item/completed", '"userMessage"'),
    "item_started": ("item/started", '"agentMessage"'),
    "delta": ("item/agentMessage/delta", ""),
    "item_completed": ("item/completed", '"agentMessage"'),
    "usage": ("thread/tokenUsage/updated", ""),
    "rate_limits": ("account/rateLimits/updated", ""),
    "turn_idle": ("thread/status/changed", '"idle"'),
    "turn_completed": ("turn/completed", ""),
}


class Pipe:
    """A runtime process and all messages that it has written."""

    def __init__(self, config: CodexConfig) -> None:
        command = [str(codex_cli_bin.bundled_codex_path()), "app-server"]
        environment = {**os.environ, **(config.env or {})}
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=config.cwd,
        )
        self.lines: list[str] = []
        self._requests = 0

    def ask(self, method: str, params: Mapping[str, Any]) -> str:
        """Send a request and return its response, a line of JSON."""
        self._requests += 1
        self.send({"id": self._requests, "method": method, "params": params})
        return self.wait_for(lambda message: message.get("id") == self._requests and "method" not in message)

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()

    def wait_for(self, fits: Any) -> str:
        """Read until a message matches; return its line."""
        assert self._process.stdout is not None
        while line := self._process.stdout.readline().decode().rstrip("\n"):
            self.lines.append(line)
            if fits(json.loads(line)):
                return line
        raise RuntimeError("the runtime exited")

    def wait_for_method(self, method: str) -> str:
        """Read until a notification of this method arrives; return its line."""
        return self.wait_for(lambda message: message.get("method") == method)

    def close(self) -> None:
        """Close the pipes and wait for the runtime to exit."""
        self._process.communicate()


def record() -> dict[str, str]:
    """Return the messages by name."""
    with ScriptedModel(SCRIPT) as model:
        config = model.config(settings={"sandbox_mode": "read-only", "approval_policy": "never"})
        pipe = Pipe(config)
        try:
            return _record(pipe, config)
        finally:
            pipe.close()


def _record(pipe: Pipe, config: CodexConfig) -> dict[str, str]:
    client = {"name": "benchmark", "title": "Benchmark", "version": "1"}
    found = {"initialize": pipe.ask("initialize", {"clientInfo": client, "capabilities": {"experimentalApi": True}})}
    pipe.send({"method": "initialized"})
    found["model_list"] = pipe.ask("model/list", {})
    found["thread_start"] = pipe.ask("thread/start", {})
    thread_id = json.loads(found["thread_start"])["result"]["thread"]["id"]
    turn = {"threadId": thread_id, "input": [{"type": "text", "text": PROMPT}]}

    found["turn_start"] = pipe.ask("turn/start", turn)
    pipe.wait_for_method("turn/completed")
    for name, (method, part) in TURN.items():
        found[name] = next(line for line in pipe.lines if _method(line) == method and part in line)

    shell_thread = json.loads(pipe.ask("thread/start", {}))["result"]["thread"]["id"]
    pipe.ask("turn/start", {**turn, "threadId": shell_thread})
    pipe.wait_for_method("turn/completed")
    resumed = pipe.ask("thread/resume", {"threadId": shell_thread})
    found["resume_head"], found["past_turn"], found["resume_tail"] = _around_turn(resumed)
    shown = pipe.ask("thread/read", {"threadId": shell_thread, "includeTurns": True})
    found["read_head"], _, found["read_tail"] = _around_turn(shown)

    found["interrupted_start"] = pipe.ask("turn/start", turn)
    pipe.wait_for_method("item/agentMessage/delta")
    interrupted = json.loads(found.pop("interrupted_start"))["result"]["turn"]["id"]
    found["thread_name_set"] = pipe.ask("thread/name/set", {"threadId": thread_id, "name": "Inventory"})
    found["thread_name"] = pipe.wait_for_method("thread/name/updated")
    found["turn_interrupt"] = pipe.ask("turn/interrupt", {"threadId": thread_id, "turnId": interrupted})
    found["turn_interrupted"] = pipe.wait_for_method("turn/completed")
    marks = {str((config.env or {})["CODEX_HOME"]): "/home/user/.codex", str(config.cwd): "/home/user/project"}
    return {name: _marked(line, marks) for name, line in found.items()}


def _around_turn(reply: str) -> tuple[str, str, str]:
    begin = reply.index('"turns":[') + len('"turns":[')
    # Stop decoding at the end of the turn, because the rest depends on the method.
    _, length = json.JSONDecoder().raw_decode(reply[begin:])
    return reply[:begin], reply[begin : begin + length], reply[begin + length :]


def _method(line: str) -> str | None:
    method = json.loads(line).get("method")
    return method if isinstance(method, str) else None


def _marked(line: str, marks: Mapping[str, str]) -> str:
    for plain, mark in marks.items():
        line = line.replace(plain, mark)
    line = re.sub(r'^\{"id":\d+', '{"id":@id@', line)
    line = re.sub(r'"(threadId|requestedThreadId|sessionId)(\\?)":(\\?)"[0-9a-f-]{36}', r'"\1\2":\3"@thread@', line)
    line = re.sub(r'"thread":\{"id":"[0-9a-f-]{36}', '"thread":{"id":"@thread@', line)
    line = re.sub(r"rollout-(\S+?)-[0-9a-f]{8}-[0-9a-f-]{27}\.jsonl", r"rollout-\1-@thread@.jsonl", line)
    line = re.sub(r'"(turnId|rootTurnId)":"[0-9a-f-]{36}', r'"\1":"@turn@', line)
    line = re.sub(r'("turn":|^)\{"id":"[0-9a-f-]{36}', r'\1{"id":"@turn@', line)
    line = re.sub(r'"type":"userMessage","id":"[0-9a-f-]{36}', '"type":"userMessage","id":"@user@', line)
    line = re.sub(r'"(id|itemId)":"msg_[0-9a-z_]+"', r'"\1":"@item@"', line)
    line = re.sub(r'"(\w+Ms)":\d{13}', r'"\1":@ms@', line)
    line = re.sub(r'"(\w+At)":\d{10}', r'"\1":@s@', line)
    line = re.sub(r'"delta":"[^"]*"', '"delta":"@delta@"', line)
    return line.replace(f'"text":"{SPOKEN}"', '"text":"@text@"')


def main() -> None:
    """Write `recorded.tsv`."""
    messages = record()
    agent = json.loads(messages["initialize"].replace("@id@", "1"))["result"]["userAgent"]
    lines = [f"# {agent}", *(f"{name}\t{line}" for name, line in messages.items())]
    lines += [f"piece\t{json.dumps(piece, ensure_ascii=False)[1:-1]}" for piece in PIECES]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
