-- Whose time it was: a row per dossier that has ended, reading, account, holder, step and month.
CREATE TABLE hoso_attribution (
    stream text NOT NULL,
    number integer NOT NULL,
    code text NOT NULL,
    procedure text,
    field text,
    ended_on date NOT NULL,
    ended_as text NOT NULL,
    ended_how text,
    reading text NOT NULL,
    -- NULL: no minute was charged to anybody; where there is a reason, `lacking` tells it.
    account text,
    organisation text,
    desk text,
    step text,
    -- The first day of the local month in which the minutes passed.
    month date,
    -- Minutes of office time until the due instant, and since.
    before integer NOT NULL,
    after integer NOT NULL,
    lacking text,
    PRIMARY KEY (stream, number)
);

-- A report is of one reading, over the dossiers that ended in a period.
CREATE INDEX hoso_attribution_ended ON hoso_attribution (reading, ended_on);
