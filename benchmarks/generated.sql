-- Dossiers of three years, generated: what the projection of timeliness keeps of each, and two
-- events of each. How many wait, are refused or withdrawn, or stand otherwise by another clock or
-- reading of the law is as in the founding case. The same number and seed give the same rows.

-- The i-th working day; nobody has holidays here.
CREATE FUNCTION pg_temp.day(i integer) RETURNS date IMMUTABLE LANGUAGE sql AS $$
    SELECT date '2017-01-02' + i / 5 * 7 + mod(i, 5)
$$;

-- From 0 to below 1, another one for each `of`.
CREATE FUNCTION pg_temp.chance(n bigint, of integer) RETURNS double precision
IMMUTABLE LANGUAGE sql AS $$
    SELECT (hashint8extended(n, of + %(seed)s) & 2147483647) / 2147483648.0::double precision
$$;

-- What becomes of a dossier, in working days since the first; NULL: not by the last.
CREATE TEMP TABLE course AS
WITH drawn AS (
    SELECT n, div((n - 1) * %(days)s, %(dossiers)s)::integer AS received,
        -- Few procedures make up most of the dossiers.
        floor(47 * pg_temp.chance(n, 1) ^ 2)::integer AS procedure,
        pg_temp.chance(n, 2) AS of_shape,
        pg_temp.chance(n, 3) AS of_end,
        pg_temp.chance(n, 4) AS of_days,
        pg_temp.chance(n, 5) AS of_wait
    FROM generate_series(1, %(dossiers)s::bigint) AS n
),
shaped AS (
    SELECT *,
        (ARRAY[3, 5, 7, 10, 15, 20])[1 + mod(procedure, 6)] AS term,
        CASE
            WHEN of_shape < 0.024 THEN 'refused'
            WHEN of_shape < 0.070 THEN 'waits'
            WHEN of_shape < 0.075 THEN 'stopped'
            WHEN of_shape < 0.088 THEN 'withdrawn'
            WHEN of_shape < 0.120 THEN 'scanned'
            WHEN of_shape < 0.150 THEN 'apart'
            ELSE 'plain'
        END AS shape
    FROM drawn
),
asked AS (
    SELECT *,
        CASE WHEN shape IN ('waits', 'stopped') THEN received + 1 + floor(2 * of_wait)::integer
        END AS asked,
        CASE WHEN shape = 'waits' THEN received + 4 + floor(10 * of_wait)::integer END AS answered
    FROM shaped
),
due AS (
    -- A term begins anew with the answer. A paper that was scanned began two days after it came.
    SELECT *,
        received + term AS gross_due,
        coalesce(answered, received) + term + CASE shape WHEN 'scanned' THEN 2 ELSE 0 END AS due
    FROM asked
),
ended AS (
    SELECT *,
        CASE
            WHEN shape = 'refused' THEN received
            WHEN shape = 'stopped' THEN asked + 22
            WHEN shape = 'withdrawn' OR of_end < 0.44
                THEN coalesce(answered, received) + floor(term * of_days)::integer
            WHEN of_end < 0.975 THEN due
            WHEN of_end < 0.993 THEN due + 1 + floor(15 * of_days)::integer
        END AS ended
    FROM due
)
SELECT n, procedure, shape, received, term, gross_due, due,
    CASE WHEN asked < %(days)s THEN asked END AS asked,
    CASE WHEN answered < %(days)s THEN answered END AS answered,
    -- Of two carriers one is ready a day before the other.
    CASE WHEN shape = 'apart' AND ended > received + 1 AND ended <= %(days)s THEN ended - 1
    END AS parted,
    CASE WHEN ended < %(days)s THEN ended END AS ended,
    CASE WHEN ended > due AND of_wait < 0.75 AND ended + 2 < %(days)s THEN ended + 2
    END AS excused
FROM ended;

CREATE TEMP TABLE dossier AS
SELECT course.*,
    left(time, 8) || '-' || right(time, 4) || '-7' || substr(hash, 1, 3) || '-8'
        || substr(hash, 4, 3) || '-' || substr(hash, 7, 12) AS stream,
    '000.00.12.H39-' || to_char(pg_temp.day(received), 'YYMMDD') || '-'
        || lpad(mod(n, 10000)::text, 4, '0') AS code,
    CASE WHEN pg_temp.chance(n, 6) < 0.35 THEN 'online' ELSE 'direct' END AS channel,
    (ARRAY['science-activities', 'intellectual-property', 'radiation-safety',
        'standards-metrology-quality'])[1 + mod(procedure, 4)] AS field,
    'GENERATED-' || lpad(procedure::text, 2, '0') AS procedure_code,
    'generated-unit-' || mod(procedure, 3) AS unit,
    'generated-officer-' || floor(20 * pg_temp.chance(n, 7)) AS officer
FROM course, LATERAL (
    SELECT md5(%(seed)s || '/' || n) AS hash,
        lpad(to_hex(extract(epoch FROM pg_temp.day(received))::bigint * 1000 + mod(n, 86400000)),
            12, '0') AS time
) AS named;

DROP TABLE course;
ANALYZE dossier;

CREATE FUNCTION pg_temp.class(due integer, ended integer) RETURNS text
IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE
        WHEN ended < due THEN 'early' WHEN ended = due THEN 'on_time' WHEN ended > due THEN 'late'
    END
$$;

-- Another standing, as the projection keeps it.
CREATE FUNCTION pg_temp.stands(due integer, waits boolean, ended integer) RETURNS jsonb
IMMUTABLE LANGUAGE sql AS $$
    SELECT jsonb_build_object(
        'due_on', pg_temp.day(due), 'waits', waits,
        'overdue_from', CASE WHEN NOT waits THEN pg_temp.day(due) + 1 END,
        'ended_on', pg_temp.day(ended), 'ended_as', pg_temp.class(due, ended))
$$;

-- A row from each turn up to the next one. Nothing is due while somebody waits for the applicant,
-- nor once a dossier was stopped that waited.
INSERT INTO hoso_timeliness_new (
    stream, from_on, to_on, code, received_on, due_on, waits, overdue_from,
    ended_on, ended_as, ended_how, otherwise, channel, field, procedure, unit, officer,
    clocks, dates, late_cause, cause_confirmed, apologised, settled_minutes, unit_now)
SELECT stream, pg_temp.day(at), pg_temp.day(turns[turn + 1]), code, pg_temp.day(received),
    pg_temp.day(owed), waits, pg_temp.day(owed) + 1, pg_temp.day(done),
    CASE WHEN shape = 'stopped' AND done IS NOT NULL THEN 'undetermined'
        ELSE pg_temp.class(owed, done) END,
    CASE WHEN shape = 'refused' THEN 'not-accepted'
        WHEN done IS NOT NULL AND shape IN ('stopped', 'withdrawn') THEN shape END,
    CASE
        WHEN shape = 'scanned' THEN jsonb_build_array(
            pg_temp.stands(gross_due, false, done)
            || '{"rule": "scan-typing-and-code-start-nothing"}')
        WHEN at >= parted THEN jsonb_build_array(
            pg_temp.stands(owed, false, parted)
            || '{"rule": "clock-ends-at-the-last-carrier-owed"}')
        ELSE '[]'
    END,
    channel, field, procedure_code, unit, officer,
    CASE
        WHEN waits THEN jsonb_build_object(
            'gross', pg_temp.stands(gross_due, false, NULL),
            'national', pg_temp.stands(gross_due, true, NULL))
        WHEN at >= asked AND done IS NULL THEN jsonb_build_object(
            'gross', pg_temp.stands(gross_due, false, NULL),
            'no-reset', pg_temp.stands(gross_due + waited, false, NULL))
        WHEN at >= asked THEN jsonb_build_object(
            'gross', pg_temp.stands(gross_due, false, done),
            'national', pg_temp.stands(coalesce(owed + 1, gross_due), false, done),
            'no-reset', pg_temp.stands(gross_due + waited, false, done))
        WHEN shape = 'scanned' THEN
            jsonb_build_object('gross', pg_temp.stands(gross_due, false, done))
        WHEN at >= parted THEN jsonb_build_object(
            'digital', pg_temp.stands(owed, false, parted),
            'national', pg_temp.stands(owed, false, parted))
        ELSE '{}'
    END,
    CASE WHEN at >= asked AND owed IS NULL
        THEN jsonb_build_object('promised', pg_temp.stands(gross_due, false, done))
        ELSE '{}' END,
    CASE WHEN at >= excused THEN 'channel-divergence' END,
    coalesce(at >= excused AND mod(n, 5) < 4, false),
    coalesce(at >= excused AND mod(n, 3) = 0, false),
    CASE WHEN shape NOT IN ('refused', 'stopped')
        THEN 480 * (done - coalesce(answered, received)) + mod(n, 480)::integer END,
    unit
FROM (
    SELECT *,
        coalesce(answered, done) - asked AS waited,
        done IS NULL AND coalesce(at >= asked AND (answered IS NULL OR at < answered), false)
            AS waits,
        CASE
            WHEN shape = 'refused' THEN NULL
            WHEN asked IS NULL OR at >= answered THEN due
            WHEN at < asked THEN gross_due
        END AS owed
    FROM (
        SELECT *, turns[turn] AS at, CASE WHEN turns[turn] >= ended THEN ended END AS done
        FROM (
            SELECT *, array_remove(ARRAY[
                nullif(received, ended), asked, nullif(answered, ended), parted, ended, excused
            ], NULL) AS turns
            FROM dossier
        ) AS turning, generate_subscripts(turns, 1) AS turn
    ) AS turned
) AS told;

-- What came first and what came last; of an open dossier, who works on it.
CREATE FUNCTION pg_temp.first(made dossier) RETURNS json LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE made.shape WHEN 'refused' THEN json_build_object(
        'legal_basis', 'Generated', 'procedure', made.procedure_code)
    ELSE json_build_object(
        'procedure', made.procedure_code, 'procedure_version', '2017-05-02',
        'channel', made.channel,
        'owed', json_build_array('paper'),
        'promised_return', pg_temp.day(CASE WHEN made.asked IS NULL THEN made.due
            ELSE made.gross_due END) || 'T17:00:00+07:00',
        'authority', 'generated-department',
        'subject', json_build_object('subject_id', made.stream, 'commitments', json_build_object(
            'name', repeat(md5(made.code), 2), 'id', repeat(md5(made.stream), 2))))
    END
$$;

CREATE FUNCTION pg_temp.last(made dossier) RETURNS json LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN made.ended IS NULL THEN
            json_build_object('handler', made.officer, 'unit', made.unit)
        WHEN made.shape = 'withdrawn' THEN '{}'
        WHEN made.shape = 'stopped' THEN json_build_object('reason', 'supplement-lapsed')
        ELSE json_build_object(
            'carrier', 'paper', 'outcome', 'granted', 'number', made.n || '/GENERATED', 'desk',
            json_build_object('organisation', 'generated-centre', 'desk', 'results'))
    END
$$;

INSERT INTO hoso_events (
    originator_id, originator_version, topic, state, notification_id, recorded_at, occurred_at,
    precision, source, request_id, ordinal, fingerprint, code_system, code, actor, entered_by,
    unit, provenance)
SELECT stream, version, kind, convert_to(state::text, 'UTF8'),
    base + row_number() OVER (ORDER BY at, n, version), at, at,
    'minute', 'generated', stream || '/' || version, 0, sha256(stream::bytea), 'dossier-code', code,
    officer, 'generated', unit, 'simulated'
FROM (
    SELECT dossier.*, version, kind, (day + minute * interval '1 minute') AT TIME ZONE 'UTC' AS at,
        CASE version WHEN 1 THEN pg_temp.first(dossier) ELSE pg_temp.last(dossier) END AS state
    FROM dossier, LATERAL (VALUES
        (1, pg_temp.day(received), 60 + mod(n, 480),
            CASE shape WHEN 'refused' THEN 'dossier.intake-refused' ELSE 'dossier.received' END),
        (2, pg_temp.day(coalesce(ended, received)), 540 + mod(n, 60),
            CASE
                WHEN ended IS NULL THEN 'dossier.handler-assigned'
                WHEN shape IN ('stopped', 'withdrawn') THEN 'dossier.' || shape
                ELSE 'dossier.result-arrived'
            END)
    ) AS event (version, day, minute, kind)
    WHERE version = 1 OR shape <> 'refused'
) AS said, (
    SELECT hoso_take_positions(told) - told AS base FROM (
        SELECT 2 * count(*) - count(*) FILTER (WHERE shape = 'refused') AS told FROM dossier
    ) AS counted
) AS taken;
