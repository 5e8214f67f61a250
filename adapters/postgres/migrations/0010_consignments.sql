-- Where to find dossiers by a slip, and by what lies where.

-- The slip that an event names, or to which a correction changes it; what is no JSON names none.
-- No more of it than an index takes: who asks reads the dossier.
CREATE FUNCTION hoso_slip(state bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    told jsonb;
BEGIN
    told := convert_from(state, 'UTF8')::jsonb;
    RETURN left(coalesce(
        told->>'slip', CASE WHEN told->>'field' = 'slip' THEN told->>'new' END
    ), 200);
EXCEPTION WHEN others THEN
    RETURN NULL;
END
$$;

-- On the events themselves, so that it is right at once and in whatever order they come. Only
-- those are read in which the word "slip" stands; the others pay for no more than a look.
CREATE INDEX hoso_events_slip ON hoso_events (hoso_slip(state))
    WHERE position('\x22736c697022'::bytea IN state) > 0;

-- Who has what by a dossier's state: `file/paper@organisation`, one for each holder.
CREATE FUNCTION hoso_holders(state jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(thing.key || '@' || (holder->>'organisation')), '{}')
    FROM jsonb_each(state->'custody'->'holdings') AS thing,
        jsonb_array_elements(
            jsonb_build_array(thing.value->'holder') || (thing.value->'beside')
        ) AS holder
    WHERE holder->>'organisation' IS NOT NULL
$$;

CREATE INDEX hoso_dossier_view_holders ON hoso_dossier_view USING gin (hoso_holders(state));
