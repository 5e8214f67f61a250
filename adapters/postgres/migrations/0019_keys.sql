-- What is only ever added to: whoever could change it could hide what he did.
CREATE FUNCTION hoso_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END
$$;

-- Every deed on a key: made, rotated (a new secret), revoked. Numbers commit in their order, for
-- whoever adds one locks the table first.
CREATE TABLE hoso_key_deeds (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    deed text NOT NULL CHECK (deed IN ('made', 'rotated', 'revoked')),
    done_at timestamptz NOT NULL,
    -- The id of a key, or an account of the machine.
    done_by text NOT NULL,
    -- Of the secret that is good from here on: 256 bits of chance, and nowhere kept.
    sha256 bytea CHECK (octet_length(sha256) = 32),
    expires_at timestamptz,
    -- Until when the secrets before it stay good.
    overlap_until timestamptz,
    role text,
    units text[],
    sources text[],
    name text,
    CHECK ((deed = 'revoked') = (sha256 IS NULL) AND (sha256 IS NULL) = (expires_at IS NULL)),
    CHECK ((deed = 'rotated') = (overlap_until IS NOT NULL)),
    CHECK ((deed = 'made') = (role IS NOT NULL))
);
CREATE UNIQUE INDEX hoso_key_deeds_made ON hoso_key_deeds (key) WHERE deed = 'made';
CREATE TRIGGER hoso_key_deeds_stand BEFORE UPDATE OR DELETE OR TRUNCATE ON hoso_key_deeds
    FOR EACH STATEMENT EXECUTE FUNCTION hoso_only_added_to();

-- When a key was last good for something, to a minute or so.
CREATE TABLE hoso_key_uses (
    key text PRIMARY KEY,
    used_at timestamptz NOT NULL
);

-- What auditors looked at.
CREATE TABLE hoso_reads (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    reader text NOT NULL,
    method text NOT NULL,
    -- The template of its path: /v1/dossiers/{code:path}.
    route text NOT NULL,
    -- What stood in its place, and in the query.
    asked jsonb NOT NULL,
    status smallint NOT NULL
);
CREATE INDEX hoso_reads_reader ON hoso_reads (reader, number);
CREATE TRIGGER hoso_reads_stand BEFORE UPDATE OR DELETE OR TRUNCATE ON hoso_reads
    FOR EACH STATEMENT EXECUTE FUNCTION hoso_only_added_to();
