-- What was told of a code that nobody bears yet, or of a dossier that its teller may not speak of.

CREATE SEQUENCE hoso_unplaced_number;

CREATE TABLE hoso_unplaced (
    id text PRIMARY KEY,
    -- The order in which they came.
    number bigint NOT NULL UNIQUE,
    source text NOT NULL,
    request_id text NOT NULL,
    -- Of the body as it came.
    fingerprint bytea NOT NULL,
    -- The vault's entry of the request: it may hold personal data and free text.
    said text NOT NULL,
    code text NOT NULL,
    code_system text,
    kind text NOT NULL,
    occurred_at timestamptz NOT NULL,
    unit text,
    entered_by text,
    -- Of whose dossiers its teller may speak: ids and codes of bodies; NULL: of all.
    reach jsonb,
    kept_at timestamptz NOT NULL DEFAULT hoso_now(),
    -- Why it was refused when it was tried last, and how many events its dossier had by then.
    refused jsonb NOT NULL DEFAULT '[]',
    seen bigint NOT NULL DEFAULT 0,
    placed_at timestamptz,
    placed_by text,
    placed_system text,
    placed_code text,
    placed_position bigint,
    dismissed_at timestamptz,
    dismissed_by text,
    -- The vault's entry of the reason.
    dismissed_why text,
    state text NOT NULL GENERATED ALWAYS AS (
        CASE
            WHEN placed_at IS NOT NULL THEN 'placed'
            WHEN dismissed_at IS NOT NULL THEN 'dismissed'
            ELSE 'waiting'
        END
    ) STORED,
    CONSTRAINT hoso_unplaced_request UNIQUE (source, request_id)
);

CREATE INDEX hoso_unplaced_state ON hoso_unplaced (state, number);
CREATE INDEX hoso_unplaced_waiting ON hoso_unplaced (code, number) WHERE state = 'waiting';

-- The codes that something waits for, each once.
CREATE TABLE hoso_awaited (
    code text PRIMARY KEY,
    -- To be tried: something came for it, or something was recorded of its dossier.
    due boolean NOT NULL DEFAULT true,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Somebody tries it; by then he has died.
    leased_until timestamptz
);

CREATE INDEX hoso_awaited_due ON hoso_awaited (since) WHERE due OR leased_until IS NOT NULL;

-- How far the log was looked through for dossiers that something waits for.
CREATE TABLE hoso_stirred (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint NOT NULL
);

INSERT INTO hoso_stirred (position) SELECT position FROM hoso_head;
