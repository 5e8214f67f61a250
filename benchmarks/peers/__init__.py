"""Those that hoso is measured against, each used as its users use it."""
