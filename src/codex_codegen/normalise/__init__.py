"""Normalise a bundle: one namespace, one form for every construct, a name for every type."""
