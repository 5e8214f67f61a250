-- The vault: personal data and free text, which no event holds, and the installation's keys.
CREATE TABLE hoso_keys (
    name text PRIMARY KEY,
    key bytea NOT NULL
);

CREATE TABLE hoso_subjects (
    subject_id text PRIMARY KEY,
    authority text NOT NULL,
    -- A keyed hash of the identifying number: the same person is found again by it.
    identity bytea,
    CONSTRAINT hoso_subjects_identity UNIQUE (authority, identity)
);

CREATE TABLE hoso_vault (
    entry text PRIMARY KEY,
    subject_id text REFERENCES hoso_subjects,
    field text NOT NULL,
    value text NOT NULL,
    salt bytea NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX hoso_vault_subject ON hoso_vault (subject_id);
