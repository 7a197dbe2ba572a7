"""Try again while the model is overloaded, and tell apart what else can go wrong."""

import asyncio
import sys

from openai_codex import (
    AsyncCodex,
    InvalidRequestError,
    TransportClosedError,
    TurnFailedError,
    async_retry_on_overload,
)


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        # Up to five attempts, with waits of 0.2, 0.4, 0.8 and 1.6 seconds between them, give or take a fifth.
        result = await async_retry_on_overload(lambda: thread.run("Say hello."), max_attempts=5, initial_delay_s=0.2)
        print(result.final_response)

        try:
            await thread.run("Summarise everything there is.")
        except TurnFailedError as error:
            # Only an overload is worth another attempt. The error has what the turn had come to.
            print(f"failed: {error}")
            print(
                f"after {len(error.result.items)} items: {error.result.error and error.result.error.codex_error_info}"
            )

        try:
            await codex.thread_resume("00000000-0000-7000-8000-000000000000")
        except InvalidRequestError as error:
            print(f"refused, code {error.code}: {error.message}")

        try:
            await thread.run("Say hello.", outputSchema={})  # type: ignore[call-overload]  # what type checkers say, too
        except TypeError as error:
            print(f"not even sent: {error}")


try:
    asyncio.run(main())
except TransportClosedError as error:
    sys.exit(f"the runtime is gone (exit code {error.exit_code}): {error}")
