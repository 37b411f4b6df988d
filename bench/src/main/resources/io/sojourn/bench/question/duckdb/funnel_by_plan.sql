WITH
    s1 AS (SELECT person, "time", "time" AS entry FROM {events} WHERE name = 'product_view' AND device = 'mobile'),
    e2 AS (SELECT person, "time" FROM {events} WHERE name = 'add_to_cart'),
    e3 AS (SELECT person, "time" FROM {events} WHERE name = 'purchase'),
    s2 AS (SELECT b.person, b."time", a.entry FROM e2 AS b ASOF JOIN s1 AS a ON a.person = b.person AND b."time" > a."time"
           WHERE b."time" - a.entry <= 604800000),
    s3 AS (SELECT b.person, b."time", a.entry FROM e3 AS b ASOF JOIN s2 AS a ON a.person = b.person AND b."time" > a."time"
           WHERE b."time" - a.entry <= 604800000),
    levels AS (
        SELECT person, max(level) AS level
        FROM (SELECT person, 1 AS level FROM s1 UNION ALL SELECT person, 2 FROM s2 UNION ALL SELECT person, 3 FROM s3)
        GROUP BY person)
SELECT plan, count(*), count(*) FILTER (level >= 2), count(*) FILTER (level >= 3)
FROM levels JOIN people USING (person)
GROUP BY plan
