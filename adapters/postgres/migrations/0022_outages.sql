-- When an outage is confirmed, what its source sent again of that time is judged anew. Hardly
-- anything is: whatever else is recorded pays nothing for the index.
CREATE INDEX hoso_events_sent_again ON hoso_events (source, source_recorded_at)
WHERE provenance = 'resent';
