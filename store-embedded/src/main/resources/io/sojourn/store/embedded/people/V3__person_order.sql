-- What people are ordered by: keys as PersonSummary makes them, NULL where there is none.
ALTER TABLE person ADD COLUMN name TEXT;
ALTER TABLE person ADD COLUMN email TEXT;
CREATE INDEX person_name ON person (name, number) WHERE name IS NOT NULL;
CREATE INDEX person_email ON person (email, number) WHERE email IS NOT NULL;
CREATE INDEX person_first_seen ON person (first_time, number);
CREATE INDEX person_events ON person (events, number);

-- 0 until the keys of those who were there before are filled in.
ALTER TABLE state ADD COLUMN persons_keyed INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 3;
