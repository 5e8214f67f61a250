-- A manifest asks which dossiers a source told of on a day. Events stand nearly in the order in
-- which they happened, so a summary of each block of the table finds a day's; unlike an index of
-- each row it costs nothing to speak of when they are recorded.
CREATE INDEX hoso_events_occurred ON hoso_events USING brin (occurred_at)
WITH (autosummarize = on);
