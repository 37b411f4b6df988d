-- Missing texts and empty property maps are NULL. No index: one costs a third of the ingest rate.
CREATE TABLE event (
    event BIGINT NOT NULL,
    visitor BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    received BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    flags INTEGER NOT NULL,
    active_until BIGINT NOT NULL,
    timeout BIGINT NOT NULL,
    properties VARCHAR,
    visit_properties VARCHAR,
    app VARCHAR,
    ip VARCHAR,
    user_agent VARCHAR,
    browser VARCHAR,
    browser_version VARCHAR,
    os VARCHAR,
    os_version VARCHAR,
    device VARCHAR,
    screen VARCHAR,
    "language" VARCHAR,
    country VARCHAR,
    region VARCHAR,
    city VARCHAR,
    referrer VARCHAR,
    referrer_type VARCHAR,
    terms VARCHAR,
    campaign_name VARCHAR,
    campaign_source VARCHAR,
    campaign_medium VARCHAR,
    campaign_content VARCHAR,
    campaign_term VARCHAR,
    campaign_id VARCHAR,
    org VARCHAR,
    page VARCHAR,
    bot VARCHAR
);

-- Not yet folded into their events. They apply in the order of (position, item).
CREATE TABLE event_change (
    event BIGINT NOT NULL,
    visitor BIGINT NOT NULL,
    "time" BIGINT NOT NULL,
    position BIGINT NOT NULL,
    item INTEGER NOT NULL,
    active_until BIGINT NOT NULL,
    properties VARCHAR NOT NULL
);

-- One row.
CREATE TABLE store_state (position BIGINT NOT NULL);

INSERT INTO store_state VALUES (0);
