-- The class at the end of a day, as domain.dossier.standing.Standing.on has it.
CREATE FUNCTION hoso_class(
    ended_on date, ended_as text, waits boolean, overdue_from date, day date
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN ended_as IS NOT NULL AND ended_on <= day THEN ended_as
        WHEN waits THEN 'in_time'
        WHEN overdue_from IS NULL THEN 'open_undetermined'
        WHEN day >= overdue_from THEN 'overdue'
        ELSE 'in_time'
    END
$$;

-- Whether the class would be another under one of the other readings of the law.
CREATE FUNCTION hoso_contested(otherwise jsonb, ours text, day date)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM jsonb_array_elements(otherwise) AS other
        WHERE ours <> hoso_class(
            (other->>'ended_on')::date, other->>'ended_as', (other->>'waits')::boolean,
            (other->>'overdue_from')::date, day)
    )
$$;
