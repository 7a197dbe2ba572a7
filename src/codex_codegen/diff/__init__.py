"""What changes for a caller between two schemas, and how that is reported."""
