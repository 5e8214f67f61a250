-- Dossiers that a projection cannot take: their rows stay as they were, the others go on.
CREATE TABLE hoso_parked (
    projection text NOT NULL,
    stream text NOT NULL,
    -- The event that it cannot take, and why.
    position bigint NOT NULL,
    fault text NOT NULL,
    PRIMARY KEY (projection, stream)
);

-- No event stops a projection any more.
ALTER TABLE hoso_projections DROP COLUMN stopped_at, DROP COLUMN stopped_by;
