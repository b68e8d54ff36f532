-- Version 1 of the ledger.
--
-- Every table that holds a record ends in `seal`, a hash of the row's other columns (rows.py); `ebbline verify`
-- recomputes it. `seq` numbers are local to one file; everything that leaves it is named by its content hash.
-- Rows are never changed. A row may be deleted only when a tombstone for its report has been written first.

-- What was received -------------------------------------------------------------------------------------------

CREATE TABLE contents (
    seq        INTEGER PRIMARY KEY,
    sha256     TEXT NOT NULL UNIQUE,   -- of the bytes as received
    size       INTEGER NOT NULL,
    packing    TEXT NOT NULL,          -- zlib, or raw where packing gains nothing
    data       BLOB NOT NULL,
    seal       BLOB NOT NULL
);

CREATE TABLE captures (
    seq        INTEGER PRIMARY KEY,
    capture_id TEXT NOT NULL UNIQUE,   -- hash of origin and sha256: the same bytes from one place are captured once
    origin     TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    media_type TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    seal       BLOB NOT NULL
);
CREATE INDEX captures_by_sha256 ON captures (sha256);

-- What is read ------------------------------------------------------------------------------------------------

CREATE TABLE reports (
    seq         INTEGER PRIMARY KEY,
    report_id   TEXT NOT NULL UNIQUE,
    origin      TEXT NOT NULL,
    title       TEXT,                  -- as first stored, for the search; the current one is in report_details
    text        TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    stored_at   TEXT NOT NULL,
    seal        BLOB NOT NULL
);
CREATE INDEX reports_by_origin ON reports (origin, report_id);

-- What a version of the program knew about a report besides its text. A later version may know better.
CREATE TABLE report_details (
    seq            INTEGER PRIMARY KEY,
    report         INTEGER NOT NULL,   -- reports.seq
    name           TEXT NOT NULL,
    capture_sha256 TEXT NOT NULL,
    title          TEXT,
    outlet         TEXT,
    url            TEXT,
    published      TEXT,               -- JSON
    fetched_at     TEXT,
    language       TEXT NOT NULL,
    furniture      TEXT NOT NULL,      -- JSON
    pages          TEXT NOT NULL,      -- JSON
    unread         TEXT,
    seal           BLOB NOT NULL
);
CREATE INDEX report_details_by_report ON report_details (report);

CREATE TABLE capture_reports (
    capture INTEGER NOT NULL,          -- captures.seq
    report  INTEGER NOT NULL,          -- reports.seq
    seal    BLOB NOT NULL,
    PRIMARY KEY (capture, report)
) WITHOUT ROWID;
CREATE INDEX capture_reports_by_report ON capture_reports (report);

-- What it claims ----------------------------------------------------------------------------------------------

CREATE TABLE readings (
    seq        INTEGER PRIMARY KEY,
    reading_id TEXT NOT NULL UNIQUE,
    report     INTEGER NOT NULL,       -- reports.seq
    details    INTEGER NOT NULL,       -- report_details.seq
    extractor  TEXT NOT NULL,
    relevant   INTEGER NOT NULL,
    claims     INTEGER NOT NULL,       -- how many, so that a lost row is noticed
    persons    INTEGER NOT NULL,
    left_open  INTEGER NOT NULL,
    stored_at  TEXT NOT NULL,
    seal       BLOB NOT NULL
);
CREATE INDEX readings_by_report ON readings (report, extractor);

-- The one pointer that moves: which reading of a report counts.
CREATE TABLE current_readings (
    report  INTEGER PRIMARY KEY,       -- reports.seq
    reading INTEGER NOT NULL,          -- readings.seq
    seal    BLOB NOT NULL
);

CREATE TABLE claims (
    seq        INTEGER PRIMARY KEY,
    claim_id   TEXT NOT NULL UNIQUE,
    report     INTEGER NOT NULL,       -- reports.seq
    kind       TEXT NOT NULL,
    certainty  TEXT NOT NULL,
    start      INTEGER NOT NULL,       -- first offset of the evidence
    time_start TEXT,
    time_end   TEXT,
    words      TEXT NOT NULL,          -- what a search for words looks at
    names      TEXT NOT NULL,          -- what a look-up by name looks at: hashes of folded names (rows.py)
    body       TEXT NOT NULL,          -- JSON: the coded fields, the same for every version that finds the claim
    seal       BLOB NOT NULL
);
CREATE INDEX claims_by_report ON claims (report);
CREATE INDEX claims_by_kind ON claims (kind, certainty);
CREATE INDEX claims_by_time ON claims (time_start, time_end) WHERE time_start IS NOT NULL;

CREATE TABLE reading_claims (
    reading  INTEGER NOT NULL,         -- readings.seq
    position INTEGER NOT NULL,         -- by first offset, kind, claim_id
    claim    INTEGER NOT NULL,         -- claims.seq
    signed   TEXT NOT NULL,            -- JSON: extractor, score, trace, scores of places: this reading's own
    seal     BLOB NOT NULL,
    PRIMARY KEY (reading, position)
) WITHOUT ROWID;
CREATE INDEX reading_claims_by_claim ON reading_claims (claim);

CREATE TABLE persons (
    reading     INTEGER NOT NULL,      -- readings.seq
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    spans       TEXT NOT NULL,         -- JSON
    role        TEXT NOT NULL,
    affiliation TEXT,
    public      INTEGER NOT NULL,
    seal        BLOB NOT NULL,
    PRIMARY KEY (reading, position)
) WITHOUT ROWID;

CREATE TABLE left_open (
    reading  INTEGER NOT NULL,         -- readings.seq
    position INTEGER NOT NULL,
    what     TEXT NOT NULL,
    mention  TEXT NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    seal     BLOB NOT NULL,
    PRIMARY KEY (reading, position)
) WITHOUT ROWID;

-- Copies of one story: derived from the texts, so the group may be renamed as copies arrive ---------------------

CREATE TABLE stories (
    report    INTEGER PRIMARY KEY,     -- reports.seq
    story_id  TEXT NOT NULL,           -- s_ and the digits of the lowest report_id of the group
    signature BLOB NOT NULL,           -- empty where the text has no words
    bands     TEXT NOT NULL,           -- JSON: what story_bands holds, as the version that stored the report made them
    seal      BLOB NOT NULL
);
CREATE INDEX stories_by_story ON stories (story_id);

CREATE TABLE story_bands (
    band   INTEGER NOT NULL,
    report INTEGER NOT NULL,           -- reports.seq
    PRIMARY KEY (band, report)
) WITHOUT ROWID;
CREATE INDEX story_bands_by_report ON story_bands (report);

-- What people say of it -----------------------------------------------------------------------------------------

CREATE TABLE judgements (
    seq          INTEGER PRIMARY KEY,
    judgement_id TEXT NOT NULL UNIQUE,
    left_claim   TEXT NOT NULL,        -- claim_id
    right_claim  TEXT NOT NULL,
    same         INTEGER NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    seal         BLOB NOT NULL
);
CREATE INDEX judgements_by_left ON judgements (left_claim);
CREATE INDEX judgements_by_right ON judgements (right_claim);

CREATE TABLE judgement_withdrawals (
    judgement_id TEXT PRIMARY KEY,
    withdrawn_by TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL,
    seal         BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE reviews (
    seq         INTEGER PRIMARY KEY,
    review_id   TEXT NOT NULL UNIQUE,
    claim_id    TEXT NOT NULL,
    report_id   TEXT NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    claim_kind  TEXT NOT NULL,
    verdict     TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    corrections TEXT NOT NULL,         -- JSON
    seal        BLOB NOT NULL
);
CREATE INDEX reviews_by_report ON reviews (report_id, claim_kind);

-- What the program did -------------------------------------------------------------------------------------------

CREATE TABLE runs (
    run_id     TEXT PRIMARY KEY,
    command    TEXT NOT NULL,
    started_at TEXT NOT NULL,
    seal       BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE run_ends (
    run_id   TEXT PRIMARY KEY,
    ended_at TEXT NOT NULL,
    summary  TEXT NOT NULL,            -- JSON
    seal     BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE log (
    seq       INTEGER PRIMARY KEY,
    logged_at TEXT NOT NULL,
    what      TEXT NOT NULL,
    detail    TEXT NOT NULL,           -- JSON
    seal      BLOB NOT NULL
);

-- What was taken out on request: ids and hashes only, no words of the report ------------------------------------

CREATE TABLE tombstones (
    report_id    TEXT PRIMARY KEY,
    why          TEXT NOT NULL,
    withdrawn_by TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL,
    seal         BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE tombstone_captures (
    capture_id TEXT NOT NULL,
    report_id  TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    seal       BLOB NOT NULL,
    PRIMARY KEY (capture_id, report_id)
) WITHOUT ROWID;
CREATE INDEX tombstone_captures_by_sha256 ON tombstone_captures (sha256);

-- Search for words ----------------------------------------------------------------------------------------------

CREATE VIRTUAL TABLE report_search USING fts5 (
    title, text, content='reports', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE claim_search USING fts5 (
    words, names, content='claims', content_rowid='seq', tokenize='unicode61 remove_diacritics 2'
);

-- One segment is added with every report: merging them in larger lots stores 15 % more reports a second.
INSERT INTO report_search (report_search, rank) VALUES ('automerge', 16);
INSERT INTO claim_search (claim_search, rank) VALUES ('automerge', 16);

-- Append-only -----------------------------------------------------------------------------------------------------

CREATE TRIGGER contents_keep BEFORE UPDATE ON contents BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER captures_keep BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reports_keep BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER report_details_keep BEFORE UPDATE ON report_details BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER capture_reports_keep BEFORE UPDATE ON capture_reports BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER readings_keep BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER claims_keep BEFORE UPDATE ON claims BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reading_claims_keep BEFORE UPDATE ON reading_claims BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER persons_keep BEFORE UPDATE ON persons BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER left_open_keep BEFORE UPDATE ON left_open BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER story_bands_keep BEFORE UPDATE ON story_bands BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER judgements_keep BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER judgement_withdrawals_keep BEFORE UPDATE ON judgement_withdrawals
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reviews_keep BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER runs_keep BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER run_ends_keep BEFORE UPDATE ON run_ends BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER log_keep BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER tombstones_keep BEFORE UPDATE ON tombstones BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER tombstone_captures_keep BEFORE UPDATE ON tombstone_captures
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;

-- A pointer may move only to another reading of the same report; a story may be renamed, its signature stays.
CREATE TRIGGER current_readings_move BEFORE UPDATE ON current_readings
    WHEN NEW.report <> OLD.report
        OR NOT EXISTS (SELECT 1 FROM readings WHERE seq = NEW.reading AND report = NEW.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER stories_rename BEFORE UPDATE ON stories
    WHEN NEW.report <> OLD.report OR NEW.signature <> OLD.signature OR NEW.bands <> OLD.bands
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER runs_stay BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER run_ends_stay BEFORE DELETE ON run_ends BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER log_stay BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER tombstones_stay BEFORE DELETE ON tombstones BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER tombstone_captures_stay BEFORE DELETE ON tombstone_captures
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE VIEW withdrawn_reports AS
    SELECT reports.seq AS report FROM tombstones JOIN reports ON reports.report_id = tombstones.report_id;
CREATE VIEW withdrawn_claims AS
    SELECT claims.claim_id AS claim_id, claims.seq AS claim
    FROM withdrawn_reports JOIN claims ON claims.report = withdrawn_reports.report;

CREATE TRIGGER contents_stay BEFORE DELETE ON contents
    WHEN EXISTS (SELECT 1 FROM captures WHERE sha256 = OLD.sha256)
        OR NOT EXISTS (SELECT 1 FROM tombstone_captures WHERE sha256 = OLD.sha256)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER captures_stay BEFORE DELETE ON captures
    WHEN EXISTS (SELECT 1 FROM capture_reports WHERE capture = OLD.seq)
        OR NOT EXISTS (SELECT 1 FROM tombstone_captures WHERE capture_id = OLD.capture_id)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reports_stay BEFORE DELETE ON reports
    WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE report_id = OLD.report_id)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER report_details_stay BEFORE DELETE ON report_details
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER capture_reports_stay BEFORE DELETE ON capture_reports
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER readings_stay BEFORE DELETE ON readings
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER current_readings_stay BEFORE DELETE ON current_readings
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER claims_stay BEFORE DELETE ON claims
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reading_claims_stay BEFORE DELETE ON reading_claims
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_claims WHERE claim = OLD.claim)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER persons_stay BEFORE DELETE ON persons
    WHEN NOT EXISTS (SELECT 1 FROM readings JOIN withdrawn_reports USING (report) WHERE readings.seq = OLD.reading)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER left_open_stay BEFORE DELETE ON left_open
    WHEN NOT EXISTS (SELECT 1 FROM readings JOIN withdrawn_reports USING (report) WHERE readings.seq = OLD.reading)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER stories_stay BEFORE DELETE ON stories
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER story_bands_stay BEFORE DELETE ON story_bands
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_reports WHERE report = OLD.report)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER judgements_stay BEFORE DELETE ON judgements
    WHEN NOT EXISTS (SELECT 1 FROM withdrawn_claims WHERE claim_id IN (OLD.left_claim, OLD.right_claim))
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER judgement_withdrawals_stay BEFORE DELETE ON judgement_withdrawals
    WHEN NOT EXISTS (
        SELECT 1 FROM judgements JOIN withdrawn_claims ON claim_id IN (left_claim, right_claim)
        WHERE judgements.judgement_id = OLD.judgement_id)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews
    WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE report_id = OLD.report_id)
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;

CREATE TRIGGER reports_withdrawn BEFORE INSERT ON reports
    WHEN EXISTS (SELECT 1 FROM tombstones WHERE report_id = NEW.report_id)
    BEGIN SELECT RAISE(ABORT, 'withdrawn'); END;
