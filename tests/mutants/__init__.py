"""Mutation testing: small faults in the source that at least one test must detect (`make mutants`)."""
