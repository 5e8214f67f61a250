"""The legal clock of a dossier, with the law as shipped."""
