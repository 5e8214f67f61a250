"""The report recounted from its sources, as an auditor would: the standard library and nothing of
hoso."""
