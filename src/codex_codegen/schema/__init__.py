"""The schema folder: the bundle, its lock, the overrides and the history."""
