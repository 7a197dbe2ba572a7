"""Integrations with other packages, which are installed as extras."""
