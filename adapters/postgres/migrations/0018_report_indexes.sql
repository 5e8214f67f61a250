-- What ended in a period and was received before it is little of what ended in it: found without
-- reading the rest. The dossiers of one procedure are read in the order of their receipt.
DROP INDEX hoso_timeliness_ended;
CREATE INDEX hoso_timeliness_ended ON hoso_timeliness (ended_on, received_on);
CREATE INDEX hoso_timeliness_procedure ON hoso_timeliness (procedure, received_on, stream);
