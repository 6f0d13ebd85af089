-- The ledger of a workspace, version 4. This file is the truth: a new ledger is made from it, an older one is brought here by
-- the numbered files in migrations/.
--
-- The ledger appends. Reports, codings, events, claims, links and corrections are never deleted or rewritten; triggers refuse.
-- A record that no longer holds (its report was coded again, a person corrected it) gets `until` and stays. Tables marked
-- DERIVED can be emptied and made again from the others by `detente doctor --mend`.
--
-- Days are ISO dates; moments are UTC, ISO 8601 with microseconds ("2026-11-24T15:03:10.000000+00:00"). Both sort as text.
-- `record` is the whole record as JSON; the columns beside it are taken from it for searching and for people.

-- What was read, once for each id.
CREATE TABLE reports (
    seq       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    published TEXT,                        -- day that the report bears; null where none was found
    publisher TEXT,
    title     TEXT,
    url       TEXT,
    dateline  TEXT,
    relays    TEXT NOT NULL,               -- JSON list: publishers whose report it passes on, nearest first
    recorded  TEXT NOT NULL,               -- moment at which it was filed here
    text      TEXT NOT NULL                -- last, so that a row's head is read without it
) STRICT;
CREATE INDEX reports_published ON reports (published);
-- Counting reports must not read their texts. A report without a date was out at the latest when it was filed.
CREATE INDEX reports_out ON reports (coalesce(published, substr(recorded, 1, 10)), recorded, published, publisher);

-- What one coder read from one report. The newest coding of a report is the one in effect.
CREATE TABLE codings (
    seq       INTEGER PRIMARY KEY,
    report    INTEGER NOT NULL REFERENCES reports (seq),
    coder     TEXT NOT NULL,               -- published name, such as en.v1
    digest    TEXT NOT NULL,               -- hash of its records: the same coding twice adds nothing
    notes     TEXT NOT NULL,               -- JSON list: what the coder could not settle
    recorded  TEXT NOT NULL
) STRICT;
CREATE INDEX codings_report ON codings (report, seq);

-- What people decided about records. They outlive any coding: `seen` says where and what the record was, and finds it again.
CREATE TABLE corrections (
    seq       INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,        -- hash of its content, so that importing it twice adds nothing
    kind      TEXT NOT NULL CHECK (kind IN ('confirm', 'change', 'reject', 'add', 'merge', 'split', 'undo')),
    subject   TEXT NOT NULL CHECK (subject IN ('event', 'claim', 'link')),
    report_id TEXT NOT NULL,               -- no reference: a correction may be imported before its report is read
    seen      TEXT,                        -- JSON: the record as it stood when the person judged it; null for add
    record    TEXT,                        -- JSON: the record as it should be; for change and add
    other_report_id TEXT,                  -- merge and split: the report of the other record
    other     TEXT,                        -- merge and split: JSON of the other record
    undoes    TEXT,                        -- undo: the id of the correction taken back
    who       TEXT NOT NULL,
    why       TEXT NOT NULL,
    decided   TEXT NOT NULL,               -- moment of the decision, wherever it was made
    recorded  TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_report ON corrections (report_id, seq);
CREATE INDEX corrections_other ON corrections (other_report_id) WHERE other_report_id IS NOT NULL;

-- Acts. A row holds from `since` until `until`; coder's rows that a correction overrides are filed with both equal.
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,
    report     INTEGER NOT NULL REFERENCES reports (seq),
    coding     INTEGER REFERENCES codings (seq),
    correction INTEGER REFERENCES corrections (seq),  -- null: as the coder read it
    position   INTEGER NOT NULL,           -- order in the report
    day        TEXT NOT NULL,              -- first day of the act, else the report's; '' where neither is known
    since      TEXT NOT NULL,
    until      TEXT,                       -- null: in effect
    record     TEXT NOT NULL,
    type       TEXT GENERATED ALWAYS AS (json_extract(record, '$.type')) VIRTUAL,
    aux        TEXT GENERATED ALWAYS AS (json_extract(record, '$.aux')) VIRTUAL,
    quad       TEXT GENERATED ALWAYS AS (json_extract(record, '$.quad')) VIRTUAL,
    quote      TEXT GENERATED ALWAYS AS (json_extract(record, '$.evidence.quote')) VIRTUAL,
    confidence REAL GENERATED ALWAYS AS (json_extract(record, '$.confidence')) VIRTUAL,
    -- what a wrong reading would spoil times how likely it is wrong: the order of review
    doubt      REAL GENERATED ALWAYS AS (
        (1.0 - json_extract(record, '$.confidence')) * (1.0 + abs(json_extract(record, '$.intensity')))
    ) VIRTUAL,
    CHECK (coding IS NOT NULL OR correction IS NOT NULL)
) STRICT;
CREATE INDEX events_id ON events (id);
CREATE INDEX events_doubt ON events (doubt DESC, id) WHERE until IS NULL AND correction IS NULL;
CREATE INDEX events_report ON events (report);
CREATE INDEX events_day ON events (day) WHERE until IS NULL;
CREATE INDEX events_type ON events (type, day) WHERE until IS NULL;
CREATE INDEX events_confidence ON events (confidence) WHERE until IS NULL;

-- What somebody holds about a relationship.
CREATE TABLE claims (
    seq        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,
    report     INTEGER NOT NULL REFERENCES reports (seq),
    coding     INTEGER REFERENCES codings (seq),
    correction INTEGER REFERENCES corrections (seq),
    position   INTEGER NOT NULL,
    since      TEXT NOT NULL,
    until      TEXT,
    record     TEXT NOT NULL,
    kind       TEXT GENERATED ALWAYS AS (json_extract(record, '$.kind')) VIRTUAL,
    stance     TEXT GENERATED ALWAYS AS (json_extract(record, '$.stance')) VIRTUAL,
    quote      TEXT GENERATED ALWAYS AS (json_extract(record, '$.evidence.quote')) VIRTUAL,
    confidence REAL GENERATED ALWAYS AS (json_extract(record, '$.confidence')) VIRTUAL,
    CHECK (coding IS NOT NULL OR correction IS NOT NULL)
) STRICT;
CREATE INDEX claims_id ON claims (id);
CREATE INDEX claims_report ON claims (report);

-- Ties between records, by their ids; the two ends may stand in different reports.
CREATE TABLE links (
    seq        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL,              -- hash of kind and ends
    report     INTEGER NOT NULL REFERENCES reports (seq),
    coding     INTEGER REFERENCES codings (seq),
    correction INTEGER REFERENCES corrections (seq),
    position   INTEGER NOT NULL,
    source     TEXT NOT NULL,              -- id of the event or claim that it goes from
    target     TEXT NOT NULL,              -- id of the event or claim that it goes to
    since      TEXT NOT NULL,
    until      TEXT,
    record     TEXT NOT NULL,
    kind       TEXT GENERATED ALWAYS AS (json_extract(record, '$.kind')) VIRTUAL,
    CHECK (coding IS NOT NULL OR correction IS NOT NULL)
) STRICT;
CREATE INDEX links_id ON links (id);
CREATE INDEX links_report ON links (report);
CREATE INDEX links_source ON links (source);
CREATE INDEX links_target ON links (target);

-- Who acts, is acted on, is cited or holds a claim, one row a name.
CREATE TABLE actors (
    seq      INTEGER PRIMARY KEY,
    event    INTEGER REFERENCES events (seq),
    claim    INTEGER REFERENCES claims (seq),
    role     TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'attribution', 'holder')),
    text     TEXT NOT NULL,
    country  TEXT,
    sector   TEXT,
    name     TEXT,
    CHECK ((event IS NULL) <> (claim IS NULL))
) STRICT;
CREATE INDEX actors_event ON actors (event) WHERE event IS NOT NULL;
CREATE INDEX actors_claim ON actors (claim) WHERE claim IS NOT NULL;
CREATE INDEX actors_country ON actors (country, event);
CREATE INDEX actors_name ON actors (name) WHERE name IS NOT NULL;

-- DERIVED. The events between two countries, both ways: `a` before `b` in the alphabet, so that a dyad is one stretch of it.
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

-- DERIVED. The same for claims: their holder and those they are about.
CREATE TABLE claim_dyads (
    a      TEXT NOT NULL,
    b      TEXT NOT NULL,
    claim  INTEGER NOT NULL REFERENCES claims (seq),
    PRIMARY KEY (a, b, claim)
) STRICT, WITHOUT ROWID;

-- DERIVED. Whose words a report carries. Sources are counted by `origin`: a relay counts as the one it passes on, and reports
-- of nearly the same words (one `wire`) count as the earliest of them.
CREATE TABLE origins (
    report  INTEGER PRIMARY KEY REFERENCES reports (seq),
    wire    TEXT NOT NULL,                 -- id of the earliest report of nearly the same words; its own where there is none
    origin  TEXT NOT NULL                  -- who found it out, folded: lower case, without "the"
) STRICT;
CREATE INDEX origins_wire ON origins (wire);

-- DERIVED. A report's sketch: the least hashes of its three-word runs. Reports that share several are compared word by word.
CREATE TABLE sketches (
    hash    INTEGER NOT NULL,
    report  INTEGER NOT NULL REFERENCES reports (seq),
    PRIMARY KEY (hash, report)
) STRICT, WITHOUT ROWID;

-- DERIVED. Pairs of events that may be one act told twice, with the probability that they are; `a` < `b`.
CREATE TABLE matches (
    a           TEXT NOT NULL,
    b           TEXT NOT NULL,
    probability REAL NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_b ON matches (b);

-- DERIVED. Which act an event tells: events of one cluster are one act in many reports.
CREATE TABLE clusters (
    event    TEXT PRIMARY KEY,
    cluster  TEXT NOT NULL                 -- the least id among its events
) STRICT, WITHOUT ROWID;
CREATE INDEX clusters_cluster ON clusters (cluster);

-- DERIVED. Events between countries that were not compared with others yet.
CREATE TABLE pending (
    event    TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- DERIVED. Where a record went that a correction moved: links and old addresses follow it. `new` is null where it was rejected.
CREATE TABLE moves (
    old     TEXT PRIMARY KEY,
    new     TEXT,
    report  INTEGER NOT NULL REFERENCES reports (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX moves_report ON moves (report);

-- DERIVED. The newest coding and the newest correction that changed what is held on a dyad: a page made before is out of date.
CREATE TABLE touched (
    a          TEXT NOT NULL,
    b          TEXT NOT NULL,
    coding     INTEGER NOT NULL,
    correction INTEGER NOT NULL,
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

-- Briefs that were shown, for "what changed since my last brief".
CREATE TABLE briefs (
    seq     INTEGER PRIMARY KEY,
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    as_of   TEXT NOT NULL,
    shown   TEXT NOT NULL
) STRICT;
CREATE INDEX briefs_dyad ON briefs (a, b, seq);

-- Readings of files and folders; `finished` stays null where one was cut off.
CREATE TABLE imports (
    seq      INTEGER PRIMARY KEY,
    sources  TEXT NOT NULL,                -- JSON list, as they were named
    coder    TEXT NOT NULL,
    started  TEXT NOT NULL,
    finished TEXT,
    added    INTEGER NOT NULL DEFAULT 0,
    known    INTEGER NOT NULL DEFAULT 0,
    failed   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Sources that could not be read, each with the reason in words.
CREATE TABLE failures (
    seq     INTEGER PRIMARY KEY,
    import  INTEGER NOT NULL REFERENCES imports (seq),
    source  TEXT NOT NULL,
    reason  TEXT NOT NULL
) STRICT;
CREATE INDEX failures_import ON failures (import);

-- Schema versions this file went through.
CREATE TABLE migrations (
    number  INTEGER PRIMARY KEY,
    applied TEXT NOT NULL
) STRICT;

-- Full text, stemmed and without accents. `record_words` holds events under twice their seq, claims under twice theirs plus 1.
CREATE VIRTUAL TABLE report_words USING fts5 (
    title, text, content = 'reports', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE record_words USING fts5 (
    quote, matter, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE spellings USING fts5vocab ('report_words', 'row');

CREATE TRIGGER reports_indexed AFTER INSERT ON reports BEGIN
    INSERT INTO report_words (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;

-- The ledger appends.
CREATE TRIGGER reports_kept BEFORE DELETE ON reports BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER reports_fixed BEFORE UPDATE ON reports BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER codings_kept BEFORE DELETE ON codings BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER codings_fixed BEFORE UPDATE ON codings BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER corrections_kept BEFORE DELETE ON corrections BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER corrections_fixed BEFORE UPDATE ON corrections BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER events_kept BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER events_fixed BEFORE UPDATE ON events
WHEN old.until IS NOT NULL OR new.id <> old.id OR new.record <> old.record OR new.since <> old.since OR new.report <> old.report
BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER claims_kept BEFORE DELETE ON claims BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER claims_fixed BEFORE UPDATE ON claims
WHEN old.until IS NOT NULL OR new.id <> old.id OR new.record <> old.record OR new.since <> old.since OR new.report <> old.report
BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER links_kept BEFORE DELETE ON links BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
CREATE TRIGGER links_fixed BEFORE UPDATE ON links
WHEN old.until IS NOT NULL OR new.id <> old.id OR new.record <> old.record OR new.since <> old.since OR new.report <> old.report
BEGIN SELECT raise(ABORT, 'the ledger appends'); END;
