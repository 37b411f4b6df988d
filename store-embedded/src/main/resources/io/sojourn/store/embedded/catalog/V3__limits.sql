-- How much of a project's traffic is taken and how often it may be asked; 0 = without a limit.
ALTER TABLE project ADD COLUMN quota_mode TEXT NOT NULL DEFAULT 'off';
ALTER TABLE project ADD COLUMN quota_events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN calls_per_minute INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN calls_per_hour INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project ADD COLUMN calls_per_day INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 3;
