-- Segments, their members and saved reports of one project. Times are Unix milliseconds, texts as SqliteText writes them.

CREATE TABLE segment (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    kind        TEXT NOT NULL,
    criterion   TEXT NOT NULL,      -- JSON, empty for a list
    edition     INTEGER NOT NULL,   -- counts changes of what it means
    evaluated   INTEGER NOT NULL,   -- edition that the members are of, 0 = none
    created_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_by  TEXT NOT NULL,
    changed_at  INTEGER NOT NULL
);

CREATE TABLE listed (
    segment INTEGER NOT NULL,
    visitor INTEGER NOT NULL,
    PRIMARY KEY (segment, visitor)
) WITHOUT ROWID;

CREATE TABLE member (
    segment INTEGER NOT NULL,
    person  INTEGER NOT NULL,
    PRIMARY KEY (segment, person)
) WITHOUT ROWID;

CREATE TABLE change (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    segment INTEGER NOT NULL,
    person  INTEGER NOT NULL,
    entered INTEGER NOT NULL,
    at      INTEGER NOT NULL
);

CREATE INDEX change_by_segment ON change (segment, number);
CREATE INDEX change_by_person ON change (person);
CREATE INDEX change_by_time ON change (at);

CREATE TABLE size (
    segment INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    people  INTEGER NOT NULL,
    PRIMARY KEY (segment, at)
) WITHOUT ROWID;

CREATE TABLE evaluation (
    position INTEGER NOT NULL       -- one row
);

INSERT INTO evaluation VALUES (0);

CREATE TABLE report (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    kind        TEXT NOT NULL,
    definition  TEXT NOT NULL,      -- JSON
    created_by  TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    changed_by  TEXT NOT NULL,
    changed_at  INTEGER NOT NULL
);

PRAGMA user_version = 1;
