"""Generate the protocol package from the schema bundle into a temporary directory. Ours only."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import BENCHMARKS, Clock, arguments, report


def main() -> None:
    """Measure the duration of the process."""
    options = arguments(__doc__)
    root = BENCHMARKS.parent
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "codex_protocol"
        command = [sys.executable, "-m", "codex_codegen", "--schema", str(root / "schema"), "--out", str(target)]
        clock = Clock()
        subprocess.run(command, check=True, cwd=root, stdout=subprocess.DEVNULL)
        wall, _ = clock.read()
        sizes = [path.stat().st_size for path in target.rglob("*.py")]
    report(options, {"wall_s": wall, "files": len(sizes), "generated_mb": sum(sizes) / 1e6})


if __name__ == "__main__":
    main()
