"""The command line.

What typer must know of a command stands apart from what it does, so that `--help` and a mistyped
option load nothing: `main`, `reports`, `issued`, `law`, `lists`, `attribution`, `tokens`, `outages`
and `unplaced` are called; `reading`, `forms`, `issuing`, `lawmaking`, `listed`, `charges`, `keys`,
`outage_tables`, `unplaced_tables`, `operations` and `doctor` do it, and are imported within.
The tables of `replay` stand in `tables`, of the report in `report_tables`, of dossiers behind a
figure in `listed_tables`, of issued reports in `issued_tables`. `serve` runs a server, `beside` the
worker next to it.
"""
