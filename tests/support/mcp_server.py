"""An MCP server on stdio whose tool sends an elicitation. The runtime runs it as a program."""

from __future__ import annotations

from mcp.server.fastmcp import Context, FastMCP

server = FastMCP("forms")

# Without a title, which the runtime rejects at the top level.
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name", "age"],
}


@server.tool()
async def ask(ctx: Context) -> str:  # type: ignore[type-arg]  # it stands for whatever the server has
    """Ask for a name."""
    answer = await ctx.session.elicit(message="Who is there?", requestedSchema=PERSON)
    return f"{answer.action}: {answer.content}"


if __name__ == "__main__":
    server.run()
