-- Who works on the log: a row for each loop of each process, as long as it has not said goodbye.
-- Not logged: what was seen before the database died says nothing after it.
CREATE UNLOGGED TABLE hoso_pulse (
    process text NOT NULL,
    name text NOT NULL,
    seen_at timestamptz NOT NULL,
    -- What its last round came to grief on.
    fault text,
    PRIMARY KEY (process, name)
);
