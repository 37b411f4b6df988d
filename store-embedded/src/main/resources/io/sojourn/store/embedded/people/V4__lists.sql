-- Properties whose values are lists.
ALTER TABLE schema_property ADD COLUMN list INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 4;
