"""The intermediate model of the protocol: types and methods."""
