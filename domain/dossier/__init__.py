"""The dossier: what can be said of it, what that makes of it, and what is irregular when."""
