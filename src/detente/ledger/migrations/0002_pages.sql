-- DERIVED. The newest coding that changed what is held on a dyad: a page made before it is out of date.
CREATE TABLE touched (
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    coding  INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- DERIVED. Pages on dyads as they were last made. One is shown again as long as `stamp` is what it would be made with now.
CREATE TABLE pages (
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    what    TEXT NOT NULL,                 -- which side is named first, as of when, changes since when
    stamp   TEXT NOT NULL,
    body    TEXT NOT NULL,                 -- JSON
    PRIMARY KEY (a, b, what)
) STRICT;
