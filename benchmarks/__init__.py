"""Benchmarks of this client and the official package: `make bench`."""
