-- The event store. The five columns of the eventsourcing library first, so that its recorders
-- read and follow this table; ours beside them. No checks on topic or state: the library's own
-- test cases store events of other kinds. What may be stored is the engine's to say.

-- One row: the last position, and when it was given. Whoever updates it holds the order lock
-- until the commit, so positions are gapless and commit in order, and recorded_at never
-- decreases along them.
CREATE TABLE hoso_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10);

INSERT INTO hoso_head (position, recorded_at) VALUES (0, '-infinity');

CREATE FUNCTION hoso_take_positions(wanted bigint) RETURNS bigint LANGUAGE sql VOLATILE AS $$
    UPDATE hoso_head
    SET position = position + wanted, recorded_at = greatest(recorded_at, clock_timestamp())
    RETURNING position
$$;

CREATE FUNCTION hoso_recorded_at() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT recorded_at FROM hoso_head
$$;

CREATE TABLE hoso_events (
    originator_id text NOT NULL,
    originator_version bigint NOT NULL,
    topic text,
    state bytea,
    -- The stock recorder names neither of these two: it gets its position here, in order.
    notification_id bigint NOT NULL DEFAULT hoso_take_positions(1),
    recorded_at timestamptz NOT NULL DEFAULT hoso_recorded_at(),
    occurred_at timestamptz,
    precision text,
    source text,
    request_id text,
    ordinal smallint,
    fingerprint bytea,
    code_system text,
    code text,
    source_ref text,
    source_seq bigint,
    source_recorded_at timestamptz,
    actor text,
    entered_by text,
    unit text,
    evidence jsonb,
    correlation_id text,
    provenance text,
    override jsonb,
    PRIMARY KEY (originator_id, originator_version),
    CONSTRAINT hoso_events_request UNIQUE (source, request_id, ordinal)
);

CREATE UNIQUE INDEX hoso_events_notification_id_idx ON hoso_events (notification_id);

-- What systems call a dossier: the way from a code to the stream's opaque id.
CREATE TABLE hoso_codes (
    system text NOT NULL,
    value text NOT NULL,
    stream text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (system, value)
);

CREATE INDEX hoso_codes_value ON hoso_codes (value);
CREATE INDEX hoso_codes_stream ON hoso_codes (stream);
