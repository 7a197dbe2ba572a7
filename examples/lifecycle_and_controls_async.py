"""Name, list, fork, archive, unarchive and compact threads."""

import asyncio

from openai_codex import AsyncCodex


async def main() -> None:
    async with AsyncCodex() as codex:
        thread = await codex.thread_start()
        await thread.run("List three names for a boat.")
        await thread.set_name("Boat names")

        fork = await codex.thread_fork(thread.id)
        await fork.run("Three more, in French.")
        await fork.set_name("Boat names, French")

        async for stored in codex.threads(sort_key="updated_at"):
            print(f"{stored.name}: {stored.preview}")

        await codex.thread_archive(fork.id)
        print("archived:", [stored.name for stored in (await codex.thread_list(archived=True)).data])
        fork = await codex.thread_unarchive(fork.id)
        print("unarchived:", (await fork.read()).thread.name)

        compaction = await thread.compact()
        await compaction.run()  # Waits for the turn that replaces the history with a summary.
        print("compacted:", (await thread.run("Which name is the shortest?")).final_response)


asyncio.run(main())
