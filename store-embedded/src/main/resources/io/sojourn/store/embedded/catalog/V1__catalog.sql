CREATE TABLE project (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key_required INTEGER NOT NULL,
    per_address_per_minute INTEGER NOT NULL
) STRICT;

-- In the form of Domains; ordinal is the order in which a project got them.
CREATE TABLE domain (
    name TEXT PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES project (id),
    ordinal INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE api_key (
    app_id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    user INTEGER NOT NULL REFERENCES user (id),
    name TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refusal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reason TEXT NOT NULL,
    domain TEXT NOT NULL,
    message TEXT NOT NULL,
    received INTEGER NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    kind INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE INDEX refusal_group ON refusal (reason, domain, id);
CREATE INDEX refusal_domain ON refusal (domain, id);

-- All projects are confirmed up to this log position.
CREATE TABLE confirmed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL
) STRICT;
INSERT INTO confirmed VALUES (1, 0);

PRAGMA user_version = 1;
