-- Under which a project's tracker is served; the highest ordinal is the newest. What has none gets one at the next start.
CREATE TABLE script_name (
    name TEXT PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES project (id),
    ordinal INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX script_name_project ON script_name (project, ordinal);

PRAGMA user_version = 4;
