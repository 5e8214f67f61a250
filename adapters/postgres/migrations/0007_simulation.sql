-- A simulation tells its own time. Only a store that was empty when it was marked is one.
CREATE TABLE hoso_simulation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    -- Which case, seed and last day; whether it was loaded to its end.
    says jsonb NOT NULL,
    -- What its clock shows.
    shows timestamptz NOT NULL
);

CREATE FUNCTION hoso_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT coalesce((SELECT shows FROM hoso_simulation), clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION hoso_take_positions(wanted bigint) RETURNS bigint
LANGUAGE sql VOLATILE AS $$
    UPDATE hoso_head
    SET position = position + wanted, recorded_at = greatest(recorded_at, hoso_now())
    RETURNING position
$$;

DROP FUNCTION hoso_append;

-- As before, and of a simulation, when each was recorded: in order, and never before what stands.
CREATE FUNCTION hoso_append(
    streams text[], versions bigint[], kinds text[], states bytea[],
    occurred timestamptz[], precisions text[],
    sources text[], request_ids text[], ordinals smallint[], fingerprints bytea[],
    code_systems text[], codes text[],
    source_refs text[], source_seqs bigint[], source_times timestamptz[],
    actors text[], enterers text[], units text[], evidences jsonb[],
    correlations text[], provenances text[], overrides jsonb[], recorded timestamptz[],
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
    IF recorded IS NOT NULL AND NOT EXISTS (SELECT FROM hoso_simulation) THEN
        RAISE EXCEPTION 'only a simulation says when something was recorded';
    END IF;
    at := hoso_recorded_at();

    INSERT INTO hoso_events (
        originator_id, originator_version, topic, state, notification_id, recorded_at,
        occurred_at, precision, source, request_id, ordinal, fingerprint, code_system, code,
        source_ref, source_seq, source_recorded_at, actor, entered_by, unit, evidence,
        correlation_id, provenance, override)
    SELECT
        told.stream, told.version, told.kind, told.state, first + told.n,
        greatest(at, max(told.recorded) OVER (ORDER BY told.n)),
        told.occurred, told.precis, told.source, told.request_id, told.ordinal,
        told.fingerprint, told.code_system, told.code,
        told.source_ref, told.source_seq, told.source_time, told.actor, told.enterer, told.unit,
        told.evidence, told.correlation, told.provenance, told.override
    FROM unnest(
        streams, versions, kinds, states, occurred, precisions, sources, request_ids, ordinals,
        fingerprints, code_systems, codes, source_refs, source_seqs, source_times, actors,
        enterers, units, evidences, correlations, provenances, overrides, recorded
    ) WITH ORDINALITY AS told (
        stream, version, kind, state, occurred, precis, source, request_id, ordinal,
        fingerprint, code_system, code, source_ref, source_seq, source_time, actor,
        enterer, unit, evidence, correlation, provenance, override, recorded, n)
    ORDER BY told.n;

    IF recorded IS NOT NULL THEN
        UPDATE hoso_head SET recorded_at = (
            SELECT recorded_at FROM hoso_events WHERE notification_id = last_position
        );
    END IF;

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
