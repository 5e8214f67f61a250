"""What a dossier is and what the law says of it. No clock, no I/O, no randomness."""
