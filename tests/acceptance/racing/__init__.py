"""Many tell of many dossiers at once, again and again, and lose the line meanwhile."""
