"""Random parts of delays."""

from __future__ import annotations

from random import SystemRandom

# Not the shared generator of the `random` module: a program that has seeded it expects its sequence, and copies of a
# generator in forked processes return the same numbers.
uniform = SystemRandom().uniform


def jittered(delay: float, ratio: float) -> float:
    """Return a delay with a random part, so that several clients do not act at once.

    Args:
        delay: The mean of the results, in seconds.
        ratio: The largest deviation from the mean, as a part of it.
    """
    return delay * uniform(1 - ratio, 1 + ratio)
