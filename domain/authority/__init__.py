"""Authorities: who receives, works and signs, under which names and codes, and who came after."""
