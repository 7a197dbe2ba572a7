"""What to answer when the runtime asks and nobody here decides: never yes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openai_codex.session import ServerRequest, Session

logger = logging.getLogger("openai_codex")

METHOD_NOT_FOUND = -32601
REFUSED = -32000

_DECLINED: Mapping[str, Mapping[str, Any]] = {
    "item/commandExecution/requestApproval": {"decision": "decline"},
    "item/fileChange/requestApproval": {"decision": "decline"},
    # To grant an empty set of permissions is to decline.
    "item/permissions/requestApproval": {"permissions": {}},
    "item/tool/requestUserInput": {"answers": {}},
    "mcpServer/elicitation/request": {"action": "decline"},
}

# How these two spell a refusal differs between runtime versions; an error refuses in all of them.
_REFUSED = frozenset({"applyPatchApproval", "execCommandApproval"})


def answer(session: Session[Any], request: ServerRequest) -> bytes:
    """Return the bytes that answer a request of the runtime on behalf of nobody."""
    declined = _DECLINED.get(request.method)
    if declined is not None:
        logger.warning("declined %s: nobody here decides on it", request.method)
        return session.respond(request, declined)
    if request.method in _REFUSED:
        logger.warning("refused %s: nobody here decides on it", request.method)
        return session.respond_error(request, REFUSED, "declined: this client has nobody to decide")
    logger.warning("refused %s: this client does not answer it", request.method)
    return session.respond_error(request, METHOD_NOT_FOUND, f"{request.method}: not supported by this client")
