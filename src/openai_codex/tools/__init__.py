"""Tools: Python functions that the model can call.

    from openai_codex.tools import tool

    @tool
    def look_up(city: str) -> str:
        \"\"\"Look up the weather of a city.\"\"\"
        return "Sunny."

`tool` and `Tool.from_function` create a `Tool` from a function. `ToolSet` validates the tools of a thread, builds their
specifications for `thread/start` and finds the tool of a call. A tool returns text, data, a `ToolImage`, a list of
these, or a `ToolResult`.
"""

from openai_codex.tools.definition import Tool, ToolNamespace, tool
from openai_codex.tools.results import ToolImage, ToolResult
from openai_codex.tools.toolset import ToolSet

__all__ = ["Tool", "ToolImage", "ToolNamespace", "ToolResult", "ToolSet", "tool"]
