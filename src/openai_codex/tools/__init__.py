"""Lend Python functions to the model as tools.

    from openai_codex.tools import tool

    @tool
    def look_up(city: str) -> str:
        \"\"\"Look up the weather of a city.\"\"\"
        return "Sunny."

`tool` and `Tool.from_function` make a `Tool` of a function. `ToolSet` checks the tools of a thread together, says what
to send, and finds the one that the model calls. A tool gives back text, data, a `ToolImage`, a list that mixes these,
or a `ToolResult`.
"""

from openai_codex.tools.definition import Tool, ToolNamespace, tool
from openai_codex.tools.results import ToolImage, ToolResult
from openai_codex.tools.toolset import ToolSet

__all__ = ["Tool", "ToolImage", "ToolNamespace", "ToolResult", "ToolSet", "tool"]
