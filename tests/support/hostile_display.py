"""Texts that try to leave their place in HTML, and a check of HTML."""

from __future__ import annotations

from html.parser import HTMLParser

HOSTILE = (
    "<script>document.body.dataset.owned = 'script'</script>",
    "</pre></div><script>document.body.dataset.owned = 'closed'</script>",
    "<img src=x onerror=\"document.body.dataset.owned='img'\">",
    '" onmouseover="document.body.dataset.owned=\'attribute\'" x="',
    "' autofocus onfocus='document.body.dataset.owned=1' x='",
    "<a href=\"javascript:document.body.dataset.owned='link'\">link</a>",
    "[link](javascript:alert(1)) ![image](x onerror=alert(1))",
    "<svg/onload=\"document.body.dataset.owned='svg'\"><style>@import 'x'</style>",
    "<!-- unclosed <textarea><title><plaintext><iframe srcdoc='<script>parent.document.body.dataset.owned=1</script>'>",
    "&lt;script&gt; &#60;script&#62; &amp;",
    "<details open ontoggle=\"document.body.dataset.owned='toggle'\"><summary></style></table>",
    "<base href='//evil.example'><meta http-equiv='refresh' content='0;url=//evil.example'>",
    "<form action='//evil.example'><input><button>",
    "\x1b[31mred\x1b[0m \x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07 \x1b[2J\x1b[1;1H",
    "user\u202etxt.exe\u2066 \u2069\u200f",
    "\x00\x07\x08\x7f\x9b31m\ud800",
    "$$\\href{javascript:alert(1)}{x}$$ `x`",
)
ALLOWED = frozenset({"div", "span", "b", "pre", "table", "tr", "th", "td", "details", "summary", "style"})


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag not in ALLOWED:
            self.problems.append(f"element {tag}")
        for name, value in attrs:
            if name != "open" and not (name == "class" and str(value).startswith("openai-codex")):
                self.problems.append(f"attribute {name} of {tag}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"end of {tag}")

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.problems.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.problems.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.problems.append("processing instruction")

    def close(self) -> None:
        super().close()
        self.problems += [f"unclosed {tag}" for tag in self._open]


def check_html(html: str) -> str:
    """Check that HTML has only the expected elements and attributes, and return its text."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    assert checker.problems == []
    return "".join(checker.texts)


def hostile_items(text: str) -> list[dict[str, object]]:
    """Return items of all displayed types with a text in each of their fields."""
    fields: dict[str, dict[str, object]] = {
        "userMessage": {"content": [{"type": "text", "text": text}, {"type": text}]},
        "agentMessage": {"text": text, "status": text},
        "reasoning": {"summary": [text], "content": [text]},
        "plan": {"text": text},
        "commandExecution": {"command": text, "aggregatedOutput": text, "status": text, "exitCode": 1},
        "fileChange": {"changes": [{"path": text, "diff": text}], "status": text},
        "mcpToolCall": {"server": text, "tool": text, "arguments": {text: text}, "error": {"message": text}},
        "dynamicToolCall": {"tool": text, "arguments": text, "contentItems": [{"text": text}]},
        "collabAgentToolCall": {"tool": text, "prompt": text},
        "webSearch": {"query": text},
        "imageView": {"path": text},
        "sleep": {"durationMs": text},
        text: {text: text},
    }
    return [{"type": kind, "id": f"{kind} {text}", **values} for kind, values in fields.items()]
