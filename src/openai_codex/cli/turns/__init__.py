"""Turns of the commands: their input, their events, and the questions of the runtime."""
