"""End the runtime when this process ends, even by SIGKILL or a crash. POSIX only; Windows has job objects."""

from __future__ import annotations

import logging
import os
import subprocess
from typing import IO

from openai_codex._transports.stdio import sigpipe

logger = logging.getLogger("openai_codex")

# Mechanism: a shell reads from a pipe whose writing end only this process has. The system closes that end however this
# process ends (os._exit, SIGKILL, a crash in C), and the shell then reads the end of the pipe.
#
# Reason: a runtime exits when its stdin is closed, but a stopped or hanging runtime does not, nor does every program
# that `launch_args_override` may start. And descendants of MCP servers outlive even a runtime that exits in order.
#
# Not PR_SET_PDEATHSIG: it fires when the *thread* that started the runtime ends, so a client that a worker thread
# creates would lose its runtime in mid-turn. It exists on Linux only. And it requires Python code between fork and
# exec, which may deadlock in a program with threads.
#
# A shell, not Python: with dash on Linux, the start takes 1 ms and the process has 0.3 MiB of private memory (Python:
# 18 ms, 3.3 MiB). And in a frozen program, `sys.executable` is not an interpreter.
#
# The script is sent through the pipe, so that process listings stay short. Because of the braces, the shell parses all
# of it before it runs. $2 is the process id of the runtime, which leads a session. The runtime gets about a second to
# exit by itself, because it ends its commands in order; then SIGTERM; then SIGKILL, together with the processes that
# `descendants` finds, which uses the rules of `process_tree.descendants`. Where /proc exists, the shell reads it
# itself, because `ps` is not installed on every system.
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
descendants() {
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
found_before=$(descendants "$runtime")
if ! ended 8; then
    kill -TERM "$runtime"
    kill -CONT "$runtime"
    ended 4
fi
for pid in $(descendants $found_before); do
    kill -KILL "$pid"
done
exit
}
"""


class Watchdog:
    """Watches one runtime.

    Call `stop` as soon as the runtime has exited, before the system reuses its process id.

    Raises OSError if /bin/sh does not start.
    """

    def __init__(self, pid: int) -> None:
        self._popen = subprocess.Popen(
            ("/bin/sh", "-s", "codex-watchdog", str(pid)),
            bufsize=0,
            stdin=subprocess.PIPE,
            # A reader of the output of this process must not wait for the watchdog.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A separate session, so that signals of the terminal do not reach the watchdog.
            start_new_session=True,
            cwd="/",
            env={"PATH": os.defpath},
        )
        try:
            sigpipe.write(_stdin(self._popen).fileno(), _SCRIPT)
        except OSError:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        """Process id of the shell."""
        return self._popen.pid

    def stop(self) -> None:
        """Stop watching. Idempotent, but not thread-safe."""
        # Before the pipe is closed, because its end means that this process has ended.
        self._popen.kill()
        self._popen.wait()
        self._close_pipe()

    def detach_after_fork(self) -> None:
        """Close the pipe in a forked child, so that the shell sees the end of the parent."""
        # Popen polls a process without a return code when it is garbage collected.
        self._popen.returncode = 0
        self._close_pipe()

    def _close_pipe(self) -> None:
        _stdin(self._popen).close()


def _stdin(popen: subprocess.Popen[bytes]) -> IO[bytes]:
    if popen.stdin is None:
        raise RuntimeError("the watchdog was started without a pipe")
    return popen.stdin


def start_watchdog(pid: int) -> Watchdog | None:
    """Watch the runtime with this process id.

    Return None on Windows, and if /bin/sh does not start.
    """
    if os.name != "posix":
        return None
    try:
        return Watchdog(pid)
    except OSError as error:
        logger.warning("the runtime will keep running if this process is killed: /bin/sh does not start: %s", error)
        return None
