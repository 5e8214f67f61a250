-- How a dossier stands by each clock and against each date alone, why it was late and whether the
-- applicant had an apology, and what it took: the rows of the report are told anew from the log.
DELETE FROM hoso_timeliness;
DELETE FROM hoso_parked WHERE projection = 'timeliness';

ALTER TABLE hoso_timeliness
    -- By the name of the clock, how it stands; only where that is another than as owed.
    ADD COLUMN clocks jsonb NOT NULL DEFAULT '{}',
    -- The same against the promised and the legal date alone.
    ADD COLUMN dates jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN late_cause text,
    ADD COLUMN cause_confirmed boolean NOT NULL DEFAULT false,
    ADD COLUMN apologised boolean NOT NULL DEFAULT false,
    -- Minutes of office time; NULL while it is open, or where nobody can tell.
    ADD COLUMN settled_minutes integer,
    -- Who stands in the place of the unit that accepted it.
    ADD COLUMN unit_now text;

UPDATE hoso_projections SET position = 0 WHERE name = 'timeliness';
