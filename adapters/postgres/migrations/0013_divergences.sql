-- A row for each time that a divergence was found.
CREATE TABLE hoso_divergences (
    stream text NOT NULL,
    kind text NOT NULL,
    object text NOT NULL,
    carrier text NOT NULL,
    since timestamptz NOT NULL,
    found_at timestamptz NOT NULL,
    code text NOT NULL,
    procedure text,
    entered_at timestamptz NOT NULL,
    entered_by text,
    needs_person boolean NOT NULL,
    unrecorded boolean NOT NULL,
    owner_organisation text,
    owner_desk text,
    evidence jsonb NOT NULL,
    ends jsonb NOT NULL,
    ended_at timestamptz,
    ended_how text,
    ended_by text,
    PRIMARY KEY (stream, kind, object, carrier, since, found_at)
);

CREATE INDEX hoso_divergences_open ON hoso_divergences (found_at, stream) WHERE ended_at IS NULL;

-- When somebody is to look at a dossier again, though nothing was recorded since.
CREATE TABLE hoso_looks (
    stream text PRIMARY KEY,
    -- How many of its events were seen: who saw fewer has nothing to say any more.
    version bigint NOT NULL,
    next_at timestamptz
);

CREATE INDEX hoso_looks_next ON hoso_looks (next_at) WHERE next_at IS NOT NULL;

-- How far the log was looked through for dossiers to look at.
CREATE TABLE hoso_looked (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint NOT NULL DEFAULT 0
);

INSERT INTO hoso_looked DEFAULT VALUES;
