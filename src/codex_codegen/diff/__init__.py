"""Report the differences between two schemas, as seen by a caller."""
