"""The interface between a connection and instrumentations, which are disabled by default."""
