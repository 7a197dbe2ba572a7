"""A login that has been started, for code that blocks: wait for the person to finish it, or cancel it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openai_codex._requests.login import LOGIN_COMPLETED, parse_completion
from openai_codex._results.deadline import validate_timeout
from openai_codex.errors import RequestTimeoutError

if TYPE_CHECKING:
    from codex_protocol import AccountLoginCompletedNotification, CancelLoginAccountResponse
    from openai_codex._connection.sync.connection import Connection
    from openai_codex._sync.requests import RequestSender


class _LoginHandle:
    """What both ways of logging in have in common."""

    def __init__(self, sender: RequestSender, connection: Connection, login_id: str) -> None:
        self._sender = sender.bound_to(connection)
        self._connection = connection
        self.login_id = login_id
        """The id of this attempt."""
        self._buffer = connection.event_buffer(login_id)

    def wait(self, *, timeout: float | None = None) -> AccountLoginCompletedNotification:
        """Wait until this attempt is over; `success` says how it went, `error` why it failed.

        One that was over already is returned at once. `timeout` is how long to wait, in seconds; None for as long as
        the person takes. Raises `RequestTimeoutError`, with the attempt still open, and `TransportClosedError` if the
        runtime goes away before.
        """
        with self._connection.subscribe(self._buffer) as events:
            if not events.wait(validate_timeout("timeout", timeout)):
                raise RequestTimeoutError(LOGIN_COMPLETED, timeout or 0.0)
            return parse_completion(events.next())

    def cancel(self) -> CancelLoginAccountResponse:
        """Give this attempt up (`account/login/cancel`); `status` says whether it was still under way."""
        return self._sender.rpc.account_login_cancel(login_id=self.login_id)

    def __repr__(self) -> str:
        # Neither the address nor the code: whoever has them can finish the login.
        return f"{type(self).__name__}(login_id={self.login_id!r})"


class ChatgptLoginHandle(_LoginHandle):
    """A login by browser. Made by `Codex.login_chatgpt`."""

    def __init__(self, sender: RequestSender, connection: Connection, login_id: str, auth_url: str) -> None:
        super().__init__(sender, connection, login_id)
        self.auth_url = auth_url
        """The address that the person opens, in a browser on the machine of the runtime."""


class DeviceCodeLoginHandle(_LoginHandle):
    """A login by a code that is typed in elsewhere. Made by `Codex.login_chatgpt_device_code`."""

    def __init__(
        self, sender: RequestSender, connection: Connection, login_id: str, verification_url: str, user_code: str
    ) -> None:
        super().__init__(sender, connection, login_id)
        self.verification_url = verification_url
        """The address that the person opens, in any browser."""
        self.user_code = user_code
        """The code that the person types in there."""
