"""`codex-py chat`: a conversation in a terminal."""
