"""Issued reports: which dossiers they count, how they are frozen, and what has changed since."""
