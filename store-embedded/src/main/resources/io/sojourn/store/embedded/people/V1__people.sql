-- One interval of ownership of one identifier value; state is what VisitorJson writes.
CREATE TABLE visitor (
    number INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    from_time INTEGER NOT NULL,
    end_time INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    events INTEGER NOT NULL,
    bot_events INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX visitor_identifier ON visitor (kind, value, from_time, number);
CREATE INDEX visitor_person ON visitor (person, number);

-- Sums over the visitors of a person, renewed with every batch that names the person.
CREATE TABLE person (
    number INTEGER PRIMARY KEY,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    events INTEGER NOT NULL,
    bot_events INTEGER NOT NULL,
    visitors INTEGER NOT NULL
) STRICT;
CREATE INDEX person_last_seen ON person (last_time DESC, number);

-- Seen ids. Entries are 40 bytes: hash (16), event, visitor, time. The newest ones as batches brought them,
CREATE TABLE seen_batch (
    id INTEGER PRIMARY KEY,
    hour INTEGER NOT NULL,
    entries BLOB NOT NULL
) STRICT;
-- the others in runs of one hour each, a run cut into 2^bucket_bits pages by the first bits of the hash;
CREATE TABLE seen_run (
    id INTEGER PRIMARY KEY,
    hour INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    bucket_bits INTEGER NOT NULL,
    filter BLOB NOT NULL
) STRICT;
-- page id = run * 2^20 + bucket.
CREATE TABLE seen_page (
    id INTEGER PRIMARY KEY,
    entries BLOB NOT NULL
) STRICT;
-- One filter over several runs, written once it is full.
CREATE TABLE seen_group (
    first_run INTEGER PRIMARY KEY,
    last_run INTEGER NOT NULL,
    filter BLOB NOT NULL
) STRICT;

CREATE TABLE pending_update (
    arrival INTEGER PRIMARY KEY,
    hash_high INTEGER NOT NULL,
    hash_low INTEGER NOT NULL,
    received INTEGER NOT NULL,
    properties TEXT NOT NULL,
    domain TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    kind INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE INDEX pending_update_id ON pending_update (hash_high, hash_low, arrival);
CREATE INDEX pending_update_received ON pending_update (received, arrival);

-- A removed entry keeps its place, without its content, until the limits drop it.
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    domain TEXT NOT NULL,
    message TEXT NOT NULL,
    received INTEGER NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    kind INTEGER NOT NULL,
    payload BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    removed INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_group_entries ON quarantine (reason, domain, id);
CREATE TABLE quarantine_group (
    reason TEXT NOT NULL,
    domain TEXT NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (reason, domain)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    properties TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;

-- As of the last batch; settings are what SettingsJson writes, '' = the default ones.
CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL,
    next_visitor INTEGER NOT NULL,
    newest_hour INTEGER NOT NULL,
    settings TEXT NOT NULL,
    quarantine_bytes INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0, 1, 0, '', 0);

PRAGMA user_version = 1;
