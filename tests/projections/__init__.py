"""What people look at, from what was told."""
