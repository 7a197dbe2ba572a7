"""Name, list, fork, archive, unarchive and compact threads."""

import time

from openai_codex import Codex, Thread
from openai_codex.types import ContextCompactionThreadItem, TurnStatus


def wait_for_compaction(thread: Thread) -> None:
    while True:
        last = thread.read(include_turns=True).thread.turns[-1]
        compacted = any(isinstance(item, ContextCompactionThreadItem) for item in last.items)
        if compacted and last.status == TurnStatus.completed:
            return
        time.sleep(0.05)


with Codex() as codex:
    thread = codex.thread_start()
    thread.run("List three names for a boat.")
    thread.set_name("Boat names")

    fork = codex.thread_fork(thread.id)
    fork.run("Three more, in French.")
    fork.set_name("Boat names, French")

    page = codex.thread_list(limit=10, sort_key="updated_at")
    for stored in page.data:
        print(f"{stored.name}: {stored.preview}")
    # If page.next_cursor is not None, get the next page: codex.thread_list(cursor=page.next_cursor)

    codex.thread_archive(fork.id)
    print("archived:", [stored.name for stored in codex.thread_list(archived=True).data])
    fork = codex.thread_unarchive(fork.id)
    print("unarchived:", fork.read().thread.name)

    thread.compact()  # Starts a turn that replaces the history with a summary; does not wait for it.
    wait_for_compaction(thread)
    print("compacted:", thread.run("Which name is the shortest?").final_response)
