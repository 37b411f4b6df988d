WITH
    s1 AS (SELECT person, "time", "time" AS entry FROM {events} WHERE name = 'search'),
    e2 AS (SELECT person, "time" FROM {events} WHERE name = 'product_view'),
    e3 AS (SELECT person, "time" FROM {events} WHERE name = 'add_to_cart'),
    e4 AS (SELECT person, "time" FROM {events} WHERE name = 'checkout'),
    e5 AS (SELECT person, "time" FROM {events} WHERE name = 'purchase'),
    s2 AS (SELECT b.person, b."time", a.entry FROM e2 AS b ASOF JOIN s1 AS a ON a.person = b.person AND b."time" > a."time"
           WHERE b."time" - a.entry <= 604800000),
    s3 AS (SELECT b.person, b."time", a.entry FROM e3 AS b ASOF JOIN s2 AS a ON a.person = b.person AND b."time" > a."time"
           WHERE b."time" - a.entry <= 604800000),
    s4 AS (SELECT b.person, b."time", a.entry FROM e4 AS b ASOF JOIN s3 AS a ON a.person = b.person AND b."time" > a."time"
           WHERE b."time" - a.entry <= 604800000),
    s5 AS (SELECT b.person, b."time", a.entry FROM e5 AS b ASOF JOIN s4 AS a ON a.person = b.person AND b."time" > a."time"
           WHERE b."time" - a.entry <= 604800000)
SELECT (SELECT count(DISTINCT person) FROM s1), (SELECT count(DISTINCT person) FROM s2), (SELECT count(DISTINCT person) FROM s3),
    (SELECT count(DISTINCT person) FROM s4), (SELECT count(DISTINCT person) FROM s5)
