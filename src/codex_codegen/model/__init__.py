"""The intermediate model: types and methods of the protocol, before any Python is written."""
