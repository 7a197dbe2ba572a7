"""Sources of a schema: published runtimes, programs, files and URLs."""
