"""The example of a transport, against a runtime behind a TCP port."""

from __future__ import annotations

import socket
import subprocess
import threading

from integration.examples.running import run
from openai_codex._transports.stdio.launch import resolve_launch_spec
from openai_codex.testing import ScriptedModel


def test_custom_transport() -> None:
    with ScriptedModel(["Blue."]) as model, socket.create_server(("127.0.0.1", 0)) as listener:
        launch = resolve_launch_spec(model.config())

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                # As inetd does: the socket is stdin and stdout.
                subprocess.run(
                    launch.command,
                    stdin=connection.fileno(),
                    stdout=connection.fileno(),
                    stderr=subprocess.DEVNULL,
                    env={**launch.env},
                    cwd=launch.cwd,
                    timeout=60,
                    check=True,
                )

        thread = threading.Thread(target=serve)
        thread.start()
        done = run("custom_transport", model, "127.0.0.1", str(listener.getsockname()[1]))
        thread.join(60)
        assert (done.returncode, done.stdout, done.stderr) == (0, "Blue.\n", "")
        assert not thread.is_alive()


def test_custom_transport_without_a_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with ScriptedModel([]) as model:
        done = run("custom_transport", model, "127.0.0.1", str(port))
    assert done.returncode == 1
    assert f"RuntimeStartError: tcp://127.0.0.1:{port}: [Errno 111] Connection refused" in done.stderr
