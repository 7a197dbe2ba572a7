"""Set timeouts, listen to notifications, and restart the runtime if it exits."""

import asyncio

from openai_codex import AsyncCodex, CodexConfig, RuntimeRestarted, TurnTimeoutError
from openai_codex.types import ThreadStatusChangedNotification


async def main() -> None:
    async with AsyncCodex(CodexConfig(restart=True)) as codex:
        codex.on(ThreadStatusChangedNotification, lambda change: print(f"the thread is {change.status.root.type}"))
        codex.on(RuntimeRestarted, lambda event: print(f"the runtime was restarted: {event.cause}"))

        print(len((await codex.with_options(timeout=10).models()).data) > 0)
        thread = await codex.thread_start()
        try:
            result = await thread.run("Count to a million, in words.", timeout=2.0, idle_timeout=30.0)
        except TurnTimeoutError as error:
            result = error.result
        print(f"{result.status}: {len(result.items)} items, {len(result.incomplete_items)} incomplete")

        stats = codex.diagnostics()
        print(f"{stats.open_turns} turns open, {stats.in_flight} requests in flight, {stats.restarts} restarts")


asyncio.run(main())
