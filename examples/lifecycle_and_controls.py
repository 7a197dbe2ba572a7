"""Name, list, fork, archive, unarchive and compact threads."""

from openai_codex import Codex

with Codex() as codex:
    thread = codex.thread_start()
    thread.run("List three names for a boat.")
    thread.set_name("Boat names")

    fork = codex.thread_fork(thread.id)
    fork.run("Three more, in French.")
    fork.set_name("Boat names, French")

    for stored in codex.threads(sort_key="updated_at"):
        print(f"{stored.name}: {stored.preview}")

    codex.thread_archive(fork.id)
    print("archived:", [stored.name for stored in codex.thread_list(archived=True).data])
    fork = codex.thread_unarchive(fork.id)
    print("unarchived:", fork.read().thread.name)

    thread.compact().run()  # Waits for the turn that replaces the history with a summary.
    print("compacted:", thread.run("Which name is the shortest?").final_response)
