"""Counting by dossier code without keeping the codes in memory."""

import sqlite3


class Tally:
    """How often each code came by.

    A log has as many codes as it has dossiers, so they stand in a temporary file that SQLite
    keeps and removes. Rows of a dossier mostly stand together: only a change of code costs a
    look at the file.
    """

    def __init__(self) -> None:
        # A reader may be driven by one thread after another, never by two at once.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("CREATE TABLE tally (code TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._code: str | None = None
        self._times = 0

    def next(self, code: str) -> int:
        """Count `code` once more; how often it has come by now, this time included."""
        if code != self._code:
            self._store()
            found = self._db.execute("SELECT times FROM tally WHERE code = ?", (code,)).fetchone()
            self._code, self._times = code, found[0] if found else 0
        self._times += 1
        return self._times

    def codes(self) -> int:
        """How many different codes came by."""
        self._store()
        (codes,) = self._db.execute("SELECT count(*) FROM tally").fetchone()
        return int(codes)

    def close(self) -> None:
        self._db.close()

    def _store(self) -> None:
        if self._code is not None:
            self._db.execute("REPLACE INTO tally VALUES (?, ?)", (self._code, self._times))
