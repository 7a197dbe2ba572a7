"""An MCP server on stdio with several tools. The runtime runs it as a program."""

from __future__ import annotations

from mcp.server.fastmcp import FastMCP

server = FastMCP("numbers")


@server.tool()
def add(a: int, b: int) -> str:
    """Add two numbers."""
    return f"the sum is {a + b}"


@server.tool()
def erase(path: str) -> str:
    """Erase a file."""
    return f"erased {path}"


if __name__ == "__main__":
    server.run()
