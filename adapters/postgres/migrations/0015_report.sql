-- The class by a standing that is kept as JSON.
CREATE FUNCTION hoso_class_of(stands jsonb, day date)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT hoso_class(
        (stands->>'ended_on')::date, stands->>'ended_as', (stands->>'waits')::boolean,
        (stands->>'overdue_from')::date, day)
$$;

-- Whether the classes against the promised and against the legal date differ, where both can be
-- told; `owed` is the class of the date that says nothing else.
CREATE FUNCTION hoso_dates_differ(dates jsonb, owed text, day date)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT promised <> legal
        AND promised NOT IN ('undetermined', 'open_undetermined')
        AND legal NOT IN ('undetermined', 'open_undetermined')
    FROM (
        SELECT
            CASE WHEN dates ? 'promised' THEN hoso_class_of(dates->'promised', day) ELSE owed END
                AS promised,
            CASE WHEN dates ? 'legal' THEN hoso_class_of(dates->'legal', day) ELSE owed END
                AS legal
    ) AS classes
$$;

-- A report asks for what was received in a period, what was open on a day, and what ended between
-- two days; lists are in the order of receipt.
DROP INDEX hoso_timeliness_received;
CREATE INDEX hoso_timeliness_received ON hoso_timeliness (received_on, stream);
CREATE INDEX hoso_timeliness_open ON hoso_timeliness USING gist (daterange(from_on, to_on))
    WHERE ended_on IS NULL;
CREATE INDEX hoso_timeliness_ahead ON hoso_timeliness (ended_on) WHERE ended_on > from_on;

-- The few of many that lists are asked for.
CREATE INDEX hoso_timeliness_late ON hoso_timeliness (received_on, stream)
    WHERE ended_as = 'late';
CREATE INDEX hoso_timeliness_ended_how ON hoso_timeliness (received_on, stream)
    WHERE ended_how IS NOT NULL;
CREATE INDEX hoso_timeliness_otherwise ON hoso_timeliness (received_on, stream)
    WHERE otherwise <> '[]';
CREATE INDEX hoso_timeliness_dates ON hoso_timeliness (received_on, stream)
    WHERE dates <> '{}';

-- What is late now, the oldest due first.
CREATE INDEX hoso_timeliness_due ON hoso_timeliness (due_on, stream)
    WHERE to_on IS NULL AND ended_on IS NULL AND NOT waits;
