SELECT count()
FROM (
    SELECT person
    FROM {events}
    WHERE name IN ('purchase', 'refund')
    GROUP BY person
    HAVING countIf(name = 'purchase') >= 3 AND countIf(name = 'refund') = 0)
WHERE person IN (SELECT person FROM people WHERE plan = 'pro')
