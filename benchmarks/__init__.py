"""Measures this client and the official one side by side: `make bench`."""
