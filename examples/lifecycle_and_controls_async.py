"""Name, list, fork, archive, unarchive and compact threads."""

import asyncio

from openai_codex import AsyncCodex, AsyncThread
from openai_codex.types import ContextCompactionThreadItem, TurnStatus


async def wait_for_compaction(thread: AsyncThread) -> None:
    while True:
        last = (await thread.read(include_turns=True)).thread.turns[-1]
        compacted = any(isinstance(item, ContextCompactionThreadItem) for item in last.items)
        if compacted and last.status == TurnStatus.completed:
            return
        await asyncio.sleep(0.05)


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        await thread.run("List three names for a boat.")
        await thread.set_name("Boat names")

        fork = await codex.thread_fork(thread.id)
        await fork.run("Three more, in French.")
        await fork.set_name("Boat names, French")

        page = await codex.thread_list(limit=10, sort_key="updated_at")
        for stored in page.data:
            print(f"{stored.name}: {stored.preview}")
        # If page.next_cursor is not None, get the next page: codex.thread_list(cursor=page.next_cursor)

        await codex.thread_archive(fork.id)
        print("archived:", [stored.name for stored in (await codex.thread_list(archived=True)).data])
        fork = await codex.thread_unarchive(fork.id)
        print("unarchived:", (await fork.read()).thread.name)

        await thread.compact()  # Starts a turn that replaces the history with a summary; does not wait for it.
        await wait_for_compaction(thread)
        print("compacted:", (await thread.run("Which name is the shortest?")).final_response)


asyncio.run(main())
