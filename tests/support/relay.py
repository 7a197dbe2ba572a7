"""The program of a `FakeRuntime`: connects stdin and stdout to a socket, and exits when either closes."""

from __future__ import annotations

import os
import socket
import sys
import threading


def main() -> None:
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
        # The first line identifies the process.
        line.sendall(b"%d\n" % os.getpid())

        def to_stdout() -> None:
            while data := line.recv(65536):
                while data:
                    data = data[os.write(1, data) :]
            os._exit(3)

        threading.Thread(target=to_stdout, daemon=True).start()
        while data := os.read(0, 65536):
            line.sendall(data)


if __name__ == "__main__":
    main()
