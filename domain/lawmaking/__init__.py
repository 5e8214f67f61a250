"""Entering a change of the law.

`asked` reads what an office says and makes an event of it, `events` has those that are stored,
`rules` refuses what may not be entered, `book` folds them into the law as it is and as it was
learnt, `whatif` says what one does to a dossier, and `decision` enters it.
"""
