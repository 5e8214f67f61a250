"""What runs beside the server: projections that follow the log."""
