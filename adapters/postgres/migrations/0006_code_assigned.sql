-- A code that is assigned to a dossier leads to its stream, whoever inserts the event: our
-- function or the stock recorder. Both hold the order lock by then, so codes are entered one
-- transaction after the other.
-- Raises unique_violation when the code belongs to another stream.
-- What is annulled stays findable: an annulled assignment keeps its code.
CREATE FUNCTION hoso_code_assigned() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said jsonb;
    assigned hoso_codes;
BEGIN
    BEGIN
        said := convert_from(NEW.state, 'UTF8')::jsonb;
    EXCEPTION WHEN data_exception OR program_limit_exceeded THEN
        -- Whatever the library appended: it is stored, and assigns nothing.
        RETURN NULL;
    END;
    IF jsonb_typeof(said -> 'system') = 'string' THEN
        assigned.system := said ->> 'system';
    END IF;
    IF jsonb_typeof(said -> 'value') = 'string' THEN
        assigned.value := said ->> 'value';
    END IF;
    -- As long as the event's fields may be, which an index holds.
    IF length(assigned.system) BETWEEN 1 AND 200 AND length(assigned.value) BETWEEN 1 AND 200 THEN
        INSERT INTO hoso_codes (system, value, stream, since)
        VALUES (
            assigned.system, assigned.value, NEW.originator_id,
            coalesce(NEW.occurred_at, NEW.recorded_at))
        ON CONFLICT (system, value) DO NOTHING;

        IF NEW.originator_id <> (
            SELECT stream FROM hoso_codes
            WHERE system = assigned.system AND value = assigned.value
        ) THEN
            RAISE unique_violation USING MESSAGE = 'a code belongs to another dossier';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER hoso_code_assigned AFTER INSERT ON hoso_events
FOR EACH ROW WHEN (NEW.topic = 'dossier.code-assigned')
EXECUTE FUNCTION hoso_code_assigned();
