"""The tables of durable turns, and the state that they contain."""
