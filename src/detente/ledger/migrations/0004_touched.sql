-- A new column makes the table anew: what SQLite notes of an altered table is not what it notes of a new one.
CREATE TABLE touched_before AS SELECT a, b, coding FROM touched;
DROP TABLE touched;
CREATE TABLE touched (
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    coding     INTEGER NOT NULL,
    correction INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
INSERT INTO touched (a, b, coding, correction) SELECT a, b, coding, 0 FROM touched_before;
DROP TABLE touched_before;
DELETE FROM pages;
CREATE INDEX events_type ON events (type, day) WHERE until IS NULL;
CREATE INDEX events_confidence ON events (confidence) WHERE until IS NULL;
