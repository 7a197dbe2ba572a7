"""Programs that end in the middle of something leave nothing behind."""
