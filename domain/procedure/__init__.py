"""Procedures: what a dossier is received under."""
