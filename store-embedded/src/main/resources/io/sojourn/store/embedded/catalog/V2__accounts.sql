-- Who may do what. Times are Unix milliseconds, 0 = never.

ALTER TABLE user ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE user ADD COLUMN owner INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN must_set_up INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE user ADD COLUMN last_sign_in INTEGER NOT NULL DEFAULT 0;

-- Whoever was there so far could do everything.
UPDATE user SET owner = 1, must_set_up = email = 'owner@localhost';

-- project: 0 = every project of the user.
ALTER TABLE api_key ADD COLUMN role TEXT NOT NULL DEFAULT 'owner';
ALTER TABLE api_key ADD COLUMN project INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN expires INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN last_used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_key ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0;

CREATE TABLE membership (
    project INTEGER NOT NULL REFERENCES project (id),
    user INTEGER NOT NULL REFERENCES user (id),
    role TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (project, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES user (id),
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    project INTEGER NOT NULL REFERENCES project (id),
    role TEXT NOT NULL,
    inviter INTEGER NOT NULL REFERENCES user (id),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX invitation_project ON invitation (project, id);

-- user, project: 0 = none.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    user INTEGER NOT NULL,
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    project INTEGER NOT NULL,
    target TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_project ON audit (project, id);
CREATE INDEX audit_action ON audit (action, id);

PRAGMA user_version = 2;
