-- What a dossier is judged by now comes from the law, not from the slip alone: the rows of every
-- read model are told anew from the log.
DROP TABLE hoso_timeliness;

-- A row per dossier and span of local days in which nothing changed that a report counts.
CREATE TABLE hoso_timeliness (
    stream text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    code text NOT NULL,
    received_on date NOT NULL,
    due_on date,
    waits boolean NOT NULL,
    overdue_from date,
    ended_on date,
    ended_as text,
    ended_how text,
    -- How it would stand under other readings of the law.
    otherwise jsonb NOT NULL,
    channel text,
    field text,
    procedure text,
    unit text,
    officer text,
    PRIMARY KEY (stream, from_on)
);

CREATE INDEX hoso_timeliness_received ON hoso_timeliness (received_on);
CREATE INDEX hoso_timeliness_ended ON hoso_timeliness (ended_on);

DELETE FROM hoso_dossier_view;
DELETE FROM hoso_history;
UPDATE hoso_projections SET position = 0, stopped_at = NULL, stopped_by = NULL;
