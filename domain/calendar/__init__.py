"""Working calendars: which days and hours count, since when that was known, and what follows
for a term."""
