"""Outages of sources: one person declares one, another confirms it.

`asked` reads what is said, `known` folds what was entered of each, `refusals` say why something is
not entered, and `desk` enters it. What then counts is carried by the law (domain/outage.py).
"""
