"""The IPython shell and the Jupyter kernel in which the program runs."""

from __future__ import annotations

import sys
from typing import Any


def current_shell() -> Any:
    """Return the shell of IPython, or None outside IPython. Does not import IPython."""
    # Another thread may be importing the package.
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return None if get_ipython is None else get_ipython()


def current_kernel() -> Any:
    """Return the kernel of Jupyter, or None outside a notebook."""
    return getattr(current_shell(), "kernel", None)
