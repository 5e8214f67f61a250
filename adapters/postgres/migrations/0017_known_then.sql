-- What an answer as known at a moment leaves out stays out: what has its time of recording and is
-- not committed yet is waited for. Without that, whoever asks for what is known now would get
-- another answer a moment later. No event to come is recorded before the head's own time.
CREATE OR REPLACE FUNCTION hoso_known_at(moment timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    low bigint := 0;
    high bigint;
    middle bigint;
BEGIN
    IF moment >= (SELECT recorded_at FROM hoso_head) THEN
        PERFORM FROM hoso_head FOR SHARE;
    END IF;
    -- Volatile: this looks again, and sees what was waited for.
    high := coalesce((SELECT max(notification_id) FROM hoso_events), 0);
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
