"""Turns, results and approvals in IPython and Jupyter. Live displays need the extra `notebook`.

```python
from openai_codex.notebook import display_turn

result = display_turn(thread.turn("Summarize this project."))
```
"""

from __future__ import annotations

from typing import Any

from openai_codex.notebook.approvals import ask_in_notebook
from openai_codex.notebook.bundles import register
from openai_codex.notebook.turns import display_turn

__all__ = ["ask_in_notebook", "display_turn", "load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Show items and token counts of the protocol as HTML (`%load_ext openai_codex.notebook`)."""
    register()


register()
