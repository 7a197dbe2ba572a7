"""Let the model call Python functions."""

from openai_codex import Codex, ToolResult, tool

STOCK = {"apples": 12, "pears": 0}


@tool
def stock(fruit: str) -> int | ToolResult:
    """Look up how many pieces of a fruit are in stock.

    Args:
        fruit: Its name in the plural.
    """
    print(f"looking up {fruit}")
    if fruit not in STOCK:
        return ToolResult(f"We do not sell {fruit}.", success=False)
    return STOCK[fruit]


@tool(timeout=30)
def order(fruit: str, pieces: int) -> str:
    """Order more of a fruit."""
    print(f"ordering {pieces} {fruit}")
    return "Delivery is tomorrow."


with Codex() as codex:
    thread = codex.thread_start(tools=[stock, order])
    result = thread.run("If we have no pears left, order ten. Do we have figs?")
    print(result.final_response)
