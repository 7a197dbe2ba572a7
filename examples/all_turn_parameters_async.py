"""Pass every setting of a turn in one call.

All settings are optional; omitted ones keep their value. Experimental keywords are not shown here: see
`openai_codex.types.TurnOptions`.
"""

import asyncio
import json
from pathlib import Path

from openai_codex import ApprovalMode, AsyncCodex, Sandbox
from openai_codex.types import Personality, ReasoningEffort, ReasoningSummary

SCHEMA = {
    "type": "object",
    "properties": {"files": {"type": "array", "items": {"type": "string"}}},
    "required": ["files"],
    "additionalProperties": False,
}


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        first = await thread.run("What is in this folder?")
        second = await thread.run(
            "Now as JSON.",
            # From this turn on:
            approval_mode=ApprovalMode.deny_all,
            sandbox=Sandbox.read_only,
            cwd=Path.cwd(),
            model="gpt-5.5",
            effort=ReasoningEffort.low,
            summary=ReasoningSummary.concise,
            personality=Personality.none,
            service_tier="default",
            disabled_plugin_ids=[],
            # For this turn only:
            turn_service_tier="priority",
            output_schema=SCHEMA,
            # Origin of the turn, for your records and those of the runtime:
            source="user",
            client_user_message_id="message-2",
            parent_turn_id=first.id,
            root_turn_id=first.id,
        )
        print(second.final_response)
        print(json.loads(second.final_response or "{}").get("files"))


asyncio.run(main())
