-- Names of events seen. Times are event times.
CREATE TABLE schema_event (
    name TEXT PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    events INTEGER NOT NULL,
    bot_events INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    hidden INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Events of the last days, without those of bots; day is of event time in UTC, days since 1970.
CREATE TABLE schema_day (
    day INTEGER NOT NULL,
    name TEXT NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;

-- events is a JSON array of names.
CREATE TABLE schema_property (
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    strings INTEGER NOT NULL,
    numbers INTEGER NOT NULL,
    booleans INTEGER NOT NULL,
    example TEXT NOT NULL,
    example_visitor INTEGER NOT NULL,
    events TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    sensitive INTEGER NOT NULL,
    PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;

-- Whether the schema tells of everything that the stores hold. A store that is older than this has to be read once.
ALTER TABLE state ADD COLUMN schema_whole INTEGER NOT NULL DEFAULT 0;
UPDATE state SET schema_whole = (position = 0);

PRAGMA user_version = 2;
