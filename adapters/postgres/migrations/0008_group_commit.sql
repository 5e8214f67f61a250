-- A hash per event, chained along its dossier: nothing in between can be changed, left out or put
-- in without changing every hash behind it. adapters/postgres/chain.py computes the same.
ALTER TABLE hoso_events ADD COLUMN chain bytea;

-- SHA-256 of the hash before (32 zero bytes before the first), of the row without its position as
-- a JSON array of texts (RFC 8785; times in microseconds since 1970), and of the state as it is.
CREATE FUNCTION hoso_chain(before bytea, told hoso_events) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(before || convert_to(array_to_json(ARRAY[
        told.originator_id, told.originator_version::text, told.topic,
        (extract(epoch FROM told.recorded_at) * 1000000)::bigint::text,
        (extract(epoch FROM told.occurred_at) * 1000000)::bigint::text,
        told.precision, told.source, told.request_id, told.ordinal::text,
        encode(told.fingerprint, 'hex'), told.code_system, told.code, told.source_ref,
        told.source_seq::text,
        (extract(epoch FROM told.source_recorded_at) * 1000000)::bigint::text,
        told.actor, told.entered_by, told.unit, told.evidence::text, told.correlation_id,
        told.provenance, told.override::text
    ])::text, 'UTF8') || coalesce(told.state, ''))
$$;

-- The hash with which a dossier's chain begins, also where the library left a version out.
CREATE FUNCTION hoso_chain_start() RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea
$$;

-- For rows that come without a hash: from the stock recorder, or together with the row before.
CREATE FUNCTION hoso_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before bytea := (
        SELECT chain FROM hoso_events
        WHERE originator_id = NEW.originator_id
            AND originator_version = NEW.originator_version - 1
    );
BEGIN
    NEW.chain := hoso_chain(coalesce(before, hoso_chain_start()), NEW);
    RETURN NEW;
END
$$;

CREATE TRIGGER hoso_link BEFORE INSERT OR UPDATE OF chain ON hoso_events
FOR EACH ROW WHEN (NEW.chain IS NULL) EXECUTE FUNCTION hoso_link();

-- What was recorded before there was a chain, one after the other.
DO $$
DECLARE
    told hoso_events;
BEGIN
    FOR told IN SELECT * FROM hoso_events ORDER BY originator_id, originator_version LOOP
        UPDATE hoso_events SET chain = NULL
        WHERE originator_id = told.originator_id AND originator_version = told.originator_version;
    END LOOP;
END
$$;

DROP TRIGGER hoso_link ON hoso_events;

CREATE TRIGGER hoso_link BEFORE INSERT ON hoso_events
FOR EACH ROW WHEN (NEW.chain IS NULL) EXECUTE FUNCTION hoso_link();

ALTER TABLE hoso_events ALTER COLUMN chain SET NOT NULL;

-- Takes the order lock, and positions for `wanted` events, if what they rest on is as they say.
-- Lock order: the table in ROW EXCLUSIVE mode, then the head row; the stock recorder takes them
-- in the same order.
-- Raises unique_violation by the constraint hoso_take, with the numbers of the requests that
-- cannot be recorded as its detail: a stream stands elsewhere, a request was recorded before, a
-- code belongs to another stream.
CREATE FUNCTION hoso_take(
    wanted bigint,
    -- When the last event is recorded, as a simulation alone may say.
    told_at timestamptz,
    requests integer[], streams text[], afters bigint[],
    sources text[], request_ids text[], ordinals smallint[],
    -- Alone: no other stream may bear the code in any system.
    code_systems text[], codes text[], alone boolean[],
    OUT last_position bigint, OUT at timestamptz
) LANGUAGE plpgsql
-- Planned once: planning anew costs more than a batch of ten. A look into an index is always right,
-- where plans made while the tables were small would scan them. What has no index counts as dear
-- then, which is no reason to compile.
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    refused text;
BEGIN
    -- Acknowledged means durable, whatever the server or the role was configured to.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    IF told_at IS NOT NULL AND NOT EXISTS (SELECT FROM hoso_simulation) THEN
        RAISE EXCEPTION 'only a simulation says when something was recorded';
    END IF;
    LOCK TABLE hoso_events IN ROW EXCLUSIVE MODE;
    UPDATE hoso_head
    SET position = position + wanted, recorded_at = greatest(recorded_at, hoso_now())
    RETURNING position, recorded_at INTO last_position, at;
    IF told_at IS NOT NULL THEN
        UPDATE hoso_head SET recorded_at = greatest(recorded_at, told_at);
    END IF;

    -- Nobody else records from here on: what is as it should be stays so until the commit.
    SELECT string_agg(DISTINCT told.request::text, ',') INTO refused
    FROM unnest(
        requests, streams, afters, sources, request_ids, ordinals, code_systems, codes, alone
    ) AS told (
        request, stream, after, source, request_id, ordinal, code_system, code, alone)
    WHERE told.after <> coalesce((
        SELECT max(originator_version) FROM hoso_events WHERE originator_id = told.stream
    ), 0) OR (
        SELECT true FROM hoso_events
        WHERE source = told.source AND request_id = told.request_id AND ordinal = told.ordinal
    ) OR (
        SELECT true FROM hoso_codes
        WHERE value = told.code AND stream <> told.stream
            AND (told.alone OR system = told.code_system)
        LIMIT 1
    );
    IF refused IS NOT NULL THEN
        RAISE unique_violation USING
            MESSAGE = 'a stream stands elsewhere, or a request or a code is taken',
            CONSTRAINT = 'hoso_take', DETAIL = refused;
    END IF;
END
$$;

-- From now on the codes lead to the streams. Under the order lock, after hoso_take.
CREATE FUNCTION hoso_lead(
    code_systems text[], codes text[], streams text[], since timestamptz[]
) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    INSERT INTO hoso_codes (system, value, stream, since)
    SELECT DISTINCT ON (named.system, named.value)
        named.system, named.value, named.stream, named.since
    FROM unnest(code_systems, codes, streams, since) AS named (system, value, stream, since)
    WHERE (
        SELECT true FROM hoso_codes WHERE system = named.system AND value = named.value
    ) IS NULL
    ORDER BY named.system, named.value, named.since
    ON CONFLICT (system, value) DO NOTHING;
END
$$;

DROP FUNCTION hoso_append;

-- Records the events of many requests in the order given, all or none.
-- Raises what hoso_take raises, and unique_violation when a code that an event assigns belongs to
-- another stream. Codes of two streams of one call must differ.
CREATE FUNCTION hoso_append(
    -- The number of the request that each event belongs to.
    requests integer[],
    streams text[],
    -- Where the stream must stand; null where the event before comes with it.
    afters bigint[],
    versions bigint[], kinds text[], states bytea[], occurred timestamptz[], precisions text[],
    sources text[], request_ids text[], ordinals smallint[], fingerprints bytea[],
    code_systems text[], codes text[], alone boolean[],
    source_refs text[], source_seqs bigint[], source_times timestamptz[],
    actors text[], enterers text[], units text[], evidences jsonb[],
    correlations text[], provenances text[], overrides jsonb[],
    -- Of a simulation; never decreasing.
    recorded timestamptz[],
    OUT last_position bigint, OUT at timestamptz
) LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    first bigint;
BEGIN
    SELECT * INTO last_position, at FROM hoso_take(
        cardinality(streams), recorded[cardinality(recorded)],
        requests, streams, afters, sources, request_ids, ordinals, code_systems, codes, alone);
    first := last_position - cardinality(streams);

    INSERT INTO hoso_events (
        originator_id, originator_version, topic, state, notification_id, recorded_at,
        occurred_at, precision, source, request_id, ordinal, fingerprint, code_system, code,
        source_ref, source_seq, source_recorded_at, actor, entered_by, unit, evidence,
        correlation_id, provenance, override, chain)
    SELECT
        told.stream, told.version, told.kind, told.state, first + told.n,
        greatest(told.recorded, at), told.occurred, told.precis,
        told.source, told.request_id, told.ordinal, told.fingerprint,
        told.code_system, told.code, told.source_ref, told.source_seq, told.source_time,
        told.actor, told.enterer, told.unit, told.evidence,
        told.correlation, told.provenance, told.override,
        hoso_chain(
            CASE WHEN told.version = 1 THEN hoso_chain_start() ELSE (
                SELECT chain FROM hoso_events
                WHERE originator_id = told.stream AND originator_version = told.version - 1
            ) END,
            ROW(
                told.stream, told.version, told.kind, told.state, first + told.n,
                greatest(told.recorded, at), told.occurred, told.precis,
                told.source, told.request_id, told.ordinal, told.fingerprint,
                told.code_system, told.code, told.source_ref, told.source_seq, told.source_time,
                told.actor, told.enterer, told.unit, told.evidence,
                told.correlation, told.provenance, told.override, NULL
            )::hoso_events)
    FROM unnest(
        streams, versions, kinds, states, occurred, precisions, sources, request_ids, ordinals,
        fingerprints, code_systems, codes, source_refs, source_seqs, source_times, actors,
        enterers, units, evidences, correlations, provenances, overrides, recorded
    ) WITH ORDINALITY AS told (
        stream, version, kind, state, occurred, precis, source, request_id, ordinal,
        fingerprint, code_system, code, source_ref, source_seq, source_time, actor,
        enterer, unit, evidence, correlation, provenance, override, recorded, n)
    ORDER BY told.n;

    PERFORM hoso_lead(code_systems, codes, streams, occurred);
    PERFORM pg_notify('hoso_events', '');
END
$$;

-- The same for a request of one event, at less than half the cost of setting out.
CREATE FUNCTION hoso_append_one(
    stream_ text, after_ bigint,
    version_ bigint, kind_ text, state_ bytea, occurred_ timestamptz, precision_ text,
    source_ text, request_id_ text, ordinal_ smallint, fingerprint_ bytea,
    code_system_ text, code_ text, alone_ boolean,
    source_ref_ text, source_seq_ bigint, source_recorded_at_ timestamptz,
    actor_ text, entered_by_ text, unit_ text, evidence_ jsonb,
    correlation_id_ text, provenance_ text, override_ jsonb,
    OUT last_position bigint, OUT at timestamptz
) LANGUAGE plpgsql
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    stands bigint;
    before bytea;
    leads_to text;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    LOCK TABLE hoso_events IN ROW EXCLUSIVE MODE;
    UPDATE hoso_head
    SET position = position + 1, recorded_at = greatest(recorded_at, hoso_now())
    RETURNING position, recorded_at INTO last_position, at;

    SELECT originator_version, chain INTO stands, before FROM hoso_events
    WHERE originator_id = stream_ ORDER BY originator_version DESC LIMIT 1;
    -- Another stream first, if the code leads to one.
    SELECT stream INTO leads_to FROM hoso_codes
    WHERE value = code_ AND (system = code_system_ OR alone_ AND stream <> stream_)
    ORDER BY stream = stream_ LIMIT 1;
    IF after_ <> coalesce(stands, 0) OR stream_ <> leads_to OR (
        SELECT true FROM hoso_events
        WHERE source = source_ AND request_id = request_id_ AND ordinal = ordinal_
    ) THEN
        RAISE unique_violation USING
            MESSAGE = 'the stream stands elsewhere, or the request or the code is taken',
            CONSTRAINT = 'hoso_take', DETAIL = '0';
    END IF;

    INSERT INTO hoso_events VALUES (
        stream_, version_, kind_, state_, last_position, at,
        occurred_, precision_, source_, request_id_, ordinal_, fingerprint_, code_system_, code_,
        source_ref_, source_seq_, source_recorded_at_, actor_, entered_by_, unit_, evidence_,
        correlation_id_, provenance_, override_,
        hoso_chain(coalesce(before, hoso_chain_start()), ROW(
            stream_, version_, kind_, state_, last_position, at,
            occurred_, precision_, source_, request_id_, ordinal_, fingerprint_, code_system_,
            code_, source_ref_, source_seq_, source_recorded_at_, actor_, entered_by_, unit_,
            evidence_, correlation_id_, provenance_, override_, NULL
        )::hoso_events));
    IF leads_to IS NULL THEN
        INSERT INTO hoso_codes (system, value, stream, since)
        VALUES (code_system_, code_, stream_, occurred_) ON CONFLICT DO NOTHING;
    END IF;
    PERFORM pg_notify('hoso_events', '');
END
$$;
