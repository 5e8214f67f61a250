"""What runs beside the server: read models that follow the log, the watch, the placing of what
waits for its dossier, and the pulse by which others see that they do."""
