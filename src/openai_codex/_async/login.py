"""Handles of a login in progress: wait for the user to complete it, or cancel it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._requests.login import LOGIN_COMPLETED, parse_completion
from openai_codex._results.deadline import validate_timeout
from openai_codex.errors import RequestTimeoutError

if TYPE_CHECKING:
    from codex_protocol import AccountLoginCompletedNotification, CancelLoginAccountResponse
    from openai_codex._async.requests import AsyncRequestSender
    from openai_codex._connection.asyncio.connection import AsyncConnection


class _AsyncLoginHandle:
    """Base class of both login handles."""

    def __init__(self, sender: AsyncRequestSender, connection: AsyncConnection, login_id: str) -> None:
        self._sender = sender.bound_to(connection)
        self._connection = connection
        self.login_id = login_id
        """Id of this login attempt."""
        self._buffer = connection.event_buffer(login_id)

    async def wait(self, *, timeout: float | None = None) -> AccountLoginCompletedNotification:
        """Wait until the login attempt ends.

        Returns at once if it has already ended.

        Args:
            timeout: Maximum time to wait, in seconds; None waits without limit.

        Returns:
            The notification of the runtime: `success`, and `error` if the attempt failed.

        Raises:
            RequestTimeoutError: The timeout expired; the attempt continues.
            TransportClosedError: The runtime exited before the attempt ended.
            InputError: `timeout` is invalid.
        """
        with self._connection.subscribe(self._buffer) as events:
            if not await events.wait(validate_timeout("timeout", timeout)):
                raise RequestTimeoutError(LOGIN_COMPLETED, timeout or 0.0)
            return parse_completion(await events.next())

    async def cancel(self) -> CancelLoginAccountResponse:
        """Cancel the login attempt (`account/login/cancel`).

        Returns:
            The response; its `status` says whether the attempt was still in progress.

        Raises:
            JsonRpcError: The runtime rejected the request.
        """
        return await self._sender.rpc.account_login_cancel(login_id=self.login_id)

    def __repr__(self) -> str:
        # The URL and the code are credentials: they suffice to complete the login.
        return f"{type(self).__name__}(login_id={self.login_id!r})"


class AsyncChatgptLoginHandle(_AsyncLoginHandle):
    """A browser login in progress, created by `AsyncCodex.login_chatgpt`."""

    def __init__(self, sender: AsyncRequestSender, connection: AsyncConnection, login_id: str, auth_url: str) -> None:
        super().__init__(sender, connection, login_id)
        self.auth_url = auth_url
        """URL for the user to open in a browser on the machine of the runtime."""


class AsyncDeviceCodeLoginHandle(_AsyncLoginHandle):
    """A device-code login in progress, created by `AsyncCodex.login_chatgpt_device_code`."""

    def __init__(
        self,
        sender: AsyncRequestSender,
        connection: AsyncConnection,
        login_id: str,
        verification_url: str,
        user_code: str,
    ) -> None:
        super().__init__(sender, connection, login_id)
        self.verification_url = verification_url
        """URL for the user to open in any browser."""
        self.user_code = user_code
        """Code for the user to enter on that page."""
