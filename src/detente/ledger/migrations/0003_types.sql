-- A new column makes the table anew: what SQLite notes of an altered table is not what it notes of a new one.
CREATE TABLE event_dyads_before AS SELECT d.a, d.b, d.day, d.event, x.type, d.wide FROM event_dyads d JOIN events x ON x.seq = d.event;
DROP TABLE event_dyads;
CREATE TABLE event_dyads (
    a      TEXT NOT NULL,
    b      TEXT NOT NULL,
    day    TEXT NOT NULL,
    event  INTEGER NOT NULL REFERENCES events (seq),
    type   TEXT NOT NULL,                  -- of the event: what is compared with another is found without reading records
    wide   INTEGER NOT NULL,               -- 1 where its date is so wide that `day` says little about when it was
    PRIMARY KEY (a, b, day, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_dyads_wide ON event_dyads (a, b, type) WHERE wide = 1;
INSERT INTO event_dyads (a, b, day, event, type, wide) SELECT a, b, day, event, type, wide FROM event_dyads_before;
DROP TABLE event_dyads_before;
