"""Retry while the model is overloaded, and handle other errors."""

import sys

from openai_codex import Codex, InvalidRequestError, TransportClosedError, TurnFailedError, retry_on_overload

try:
    with Codex() as codex:
        thread = codex.thread_start()
        # Up to five attempts with delays of 0.2, 0.4, 0.8 and 1.6 seconds, each varied randomly by up to 20 %.
        result = retry_on_overload(lambda: thread.run("Say hello."), max_attempts=5, initial_delay_s=0.2)
        print(result.final_response)

        try:
            thread.run("Summarize everything there is.")
        except TurnFailedError as error:
            # Only an overload is retried. The error carries the partial result.
            print(f"failed: {error}")
            print(
                f"after {len(error.result.items)} items: {error.result.error and error.result.error.codex_error_info}"
            )

        try:
            codex.thread_resume("00000000-0000-7000-8000-000000000000")
        except InvalidRequestError as error:
            print(f"rejected with code {error.code}: {error.message}")

        try:
            thread.run("Say hello.", outputSchema={})  # type: ignore[call-arg]  # type checkers report it, too
        except TypeError as error:
            print(f"invalid call, not sent: {error}")
except TransportClosedError as error:
    sys.exit(f"the runtime has exited with code {error.exit_code}: {error}")
