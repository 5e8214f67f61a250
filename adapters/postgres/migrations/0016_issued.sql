-- The documents of issued reports. Which of them was issued, under which number, and with which
-- hash, the log says: what stands here without an entry there was never issued.
CREATE TABLE hoso_issued_reports (
    number text NOT NULL,
    -- Of the document before it was compressed.
    sha256 text NOT NULL,
    -- zlib (RFC 1950).
    document bytea NOT NULL,
    PRIMARY KEY (number, sha256)
);

-- The texts of law that reports rest on, each once.
CREATE TABLE hoso_law_texts (
    sha256 text PRIMARY KEY,
    text text NOT NULL
);
