-- Whom each dossier concerns: who has none of these bodies does not see it.
CREATE TABLE hoso_concerned (
    stream text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (stream, body)
);
