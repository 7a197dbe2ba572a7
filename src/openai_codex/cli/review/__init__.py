"""Code reviews: their targets, their findings, and the formats of reports."""
