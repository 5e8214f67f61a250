-- Read models. Each can start again from nothing; how far each has read stands beside them.
CREATE TABLE hoso_projections (
    name text PRIMARY KEY,
    position bigint NOT NULL DEFAULT 0,
    -- The event that stopped it, and why; empty while it runs.
    stopped_at bigint,
    stopped_by text
);

CREATE TABLE hoso_dossier_view (
    stream text PRIMARY KEY,
    position bigint NOT NULL,
    version bigint NOT NULL,
    state jsonb NOT NULL,
    findings jsonb NOT NULL
);

CREATE TABLE hoso_history (
    stream text NOT NULL,
    number integer NOT NULL,
    position bigint NOT NULL,
    line jsonb NOT NULL,
    PRIMARY KEY (stream, number)
);

-- A row per dossier and span of local days in which nothing changed that a report counts.
CREATE TABLE hoso_timeliness (
    stream text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    code text NOT NULL,
    received_on date NOT NULL,
    due_on date,
    ended_on date,
    channel text,
    field text,
    procedure text,
    unit text,
    officer text,
    PRIMARY KEY (stream, from_on)
);

CREATE INDEX hoso_timeliness_received ON hoso_timeliness (received_on);
CREATE INDEX hoso_timeliness_ended ON hoso_timeliness (ended_on);
