"""The law of a dossier, said in tests."""
