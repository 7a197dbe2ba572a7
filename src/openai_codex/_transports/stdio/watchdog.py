"""End the runtime when this process is gone, however that came about. POSIX only; Windows has job objects."""

from __future__ import annotations

import logging
import os
import subprocess
from typing import IO

logger = logging.getLogger("openai_codex")

# How it works: a shell holds the reading end of a pipe whose writing end this process alone has. No end of this process
# can avoid closing it (os._exit, SIGKILL, a crash in C), and then the shell reads the end of the pipe.
#
# Why there is one, although a runtime ends by itself when its stdin does: one that is stopped, or stuck, does not, nor
# does every program that may stand in its place (`launch_args_override`); and what an MCP server has started is left
# behind even by a runtime that ends in good order.
#
# Why not PR_SET_PDEATHSIG: it fires when the *thread* that started the runtime ends, so that a client made in a worker
# thread would lose its runtime in mid-turn; it is of Linux alone; and Python code between fork and exec, which is the
# only way to ask for it, may deadlock in a program that has threads.
#
# Why a shell: measured on Linux with dash, it costs 1 ms to start and 0.3 MiB of memory of its own. A Python would cost
# 18 ms and 3.3 MiB, and is not always at hand: in a frozen program, `sys.executable` is the program itself.
#
# The script comes through the pipe as well, so as not to fill the list of processes; in braces, so that all of it is
# read before any of it runs. $2 is the process id of the runtime, which leads a session. The runtime gets a second to
# end in good order, for it ends its commands best; then it is asked to, then killed, and with it what `family` finds,
# which says of the table of processes the same as `process_tree.family`. The table is made by the shell itself where
# there is /proc: `ps` is not installed everywhere.
_SCRIPT = rb"""
{
table() {
    if [ -r /proc/self/stat ]; then
        for file in /proc/[0-9]*/stat; do
            line=
            { read -r line <"$file"; } 2>/dev/null || [ "$line" ] || continue
            pid=${line%% *}
            set -- ${line##*) }
            echo "$pid $2 $3 $4"
        done
    else
        ps -A -o pid= -o ppid= -o pgid= -o pgid=
    fi
}
family() {
    rows=$(table)
    found=" $* "
    before=
    while [ "$found" != "$before" ]; do
        before=$found
        while read -r pid parent group session; do
            [ "$session" ] || continue
            case $found in
            *" $pid "*) ;;
            *" $parent "* | *" $group "* | *" $session "*) found="$found$pid " ;;
            esac
        done <<ROWS
$rows
ROWS
    done
    echo "$found"
}
ended() {
    tries=$1
    while kill -0 "$runtime" 2>/dev/null; do
        [ "$tries" -gt 0 ] || return 1
        tries=$((tries - 1))
        sleep 0.1 2>/dev/null || sleep 1
    done
}
runtime=$2
read -r _
relatives=$(family "$runtime")
if ! ended 8; then
    kill -TERM "$runtime"
    kill -CONT "$runtime"
    ended 4
fi
for pid in $(family $relatives); do
    kill -KILL "$pid"
done
exit
}
"""


class Watchdog:
    """A watcher over one runtime. `cut` it as soon as the runtime has ended, before its process id is another's.

    Raises OSError where there is no /bin/sh.
    """

    def __init__(self, pid: int) -> None:
        self._popen = subprocess.Popen(
            ("/bin/sh", "-s", "codex-lifeline", str(pid)),
            bufsize=0,
            stdin=subprocess.PIPE,
            # Nobody who reads the output of this process is to wait for the watcher as well.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A session of its own: what is typed in a terminal is not for it. Of the environment it needs nothing.
            start_new_session=True,
            cwd="/",
            env={"PATH": os.defpath},
        )
        try:
            _stdin(self._popen).write(_SCRIPT)
        except OSError:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        """The process id of the watcher."""
        return self._popen.pid

    def stop(self) -> None:
        """End the watch: the runtime has ended. Safe to call twice, not by two at the same time."""
        # Before the pipe is closed, which it would take for the end of this process.
        self._popen.kill()
        self._popen.wait()
        self._close_pipe()

    def detach_after_fork(self) -> None:
        """Let go of it in a child that was forked: its parent's end must not wait for that of the child."""
        self._popen.returncode = 0  # it is not the child's to wait for
        self._close_pipe()

    def _close_pipe(self) -> None:
        _stdin(self._popen).close()


def _stdin(popen: subprocess.Popen[bytes]) -> IO[bytes]:
    if popen.stdin is None:
        raise RuntimeError("the pipe of the watcher is not there")
    return popen.stdin


def start_watchdog(pid: int) -> Watchdog | None:
    """Watch over the runtime with this process id; return None where that cannot be."""
    if os.name != "posix":
        return None
    try:
        return Watchdog(pid)
    except OSError as error:
        logger.warning("nothing ends the runtime if this process is killed, because /bin/sh does not start: %s", error)
        return None
