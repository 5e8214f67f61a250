-- Records events in the order given, all or none. Lock order: the table in ROW EXCLUSIVE mode,
-- then the head row; the stock recorder takes them in the same order.
-- Raises unique_violation when a stream has moved on or was never there, a request was recorded
-- before, or a code belongs to another stream.
CREATE FUNCTION hoso_append(
    streams text[], versions bigint[], kinds text[], states bytea[],
    occurred timestamptz[], precisions text[],
    sources text[], request_ids text[], ordinals smallint[], fingerprints bytea[],
    code_systems text[], codes text[],
    source_refs text[], source_seqs bigint[], source_times timestamptz[],
    actors text[], enterers text[], units text[], evidences jsonb[],
    correlations text[], provenances text[], overrides jsonb[],
    OUT last_position bigint, OUT at timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
BEGIN
    -- Acknowledged means durable, whatever the server or the role was configured to.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    LOCK TABLE hoso_events IN ROW EXCLUSIVE MODE;
    last_position := hoso_take_positions(cardinality(streams));
    first := last_position - cardinality(streams);
    at := hoso_recorded_at();

    INSERT INTO hoso_events (
        originator_id, originator_version, topic, state, notification_id, recorded_at,
        occurred_at, precision, source, request_id, ordinal, fingerprint, code_system, code,
        source_ref, source_seq, source_recorded_at, actor, entered_by, unit, evidence,
        correlation_id, provenance, override)
    SELECT
        told.stream, told.version, told.kind, told.state, first + told.n, at,
        told.occurred, told.precis, told.source, told.request_id, told.ordinal,
        told.fingerprint, told.code_system, told.code,
        told.source_ref, told.source_seq, told.source_time, told.actor, told.enterer, told.unit,
        told.evidence, told.correlation, told.provenance, told.override
    FROM unnest(
        streams, versions, kinds, states, occurred, precisions, sources, request_ids, ordinals,
        fingerprints, code_systems, codes, source_refs, source_seqs, source_times, actors,
        enterers, units, evidences, correlations, provenances, overrides
    ) WITH ORDINALITY AS told (
        stream, version, kind, state, occurred, precis, source, request_id, ordinal,
        fingerprint, code_system, code, source_ref, source_seq, source_time, actor,
        enterer, unit, evidence, correlation, provenance, override, n)
    ORDER BY told.n;

    -- Scalar subqueries, here and below, so that each stays a look into an index: joins, planned
    -- while the tables were small, scan them when they have grown.
    IF EXISTS (
        SELECT FROM unnest(streams, versions) AS told (stream, version)
        WHERE told.version > 1 AND (
            SELECT true FROM hoso_events
            WHERE originator_id = told.stream AND originator_version = told.version - 1
        ) IS NULL
    ) THEN
        RAISE unique_violation USING MESSAGE = 'the stream has not come to this version';
    END IF;

    INSERT INTO hoso_codes (system, value, stream, since)
    SELECT DISTINCT ON (named.system, named.value)
        named.system, named.value, named.stream, named.since
    FROM unnest(code_systems, codes, streams, occurred) AS named (system, value, stream, since)
    ORDER BY named.system, named.value, named.since
    ON CONFLICT (system, value) DO NOTHING;

    IF EXISTS (
        SELECT FROM unnest(code_systems, codes, streams) AS named (system, value, stream)
        WHERE named.stream <> (
            SELECT stream FROM hoso_codes
            WHERE system = named.system AND value = named.value
        )
    ) THEN
        RAISE unique_violation USING MESSAGE = 'a code belongs to another dossier';
    END IF;

    PERFORM pg_notify('hoso_events', '');
END
$$;

-- The last position recorded by a time. Positions are gapless and recorded_at never decreases
-- along them, so bisection finds it without an index of its own.
CREATE FUNCTION hoso_known_at(moment timestamptz) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    low bigint := 0;
    high bigint := coalesce((SELECT max(notification_id) FROM hoso_events), 0);
    middle bigint;
BEGIN
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        IF (SELECT recorded_at FROM hoso_events WHERE notification_id = middle) <= moment THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN low;
END
$$;
