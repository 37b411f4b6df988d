SELECT count(*)
FROM (
    SELECT person
    FROM {events}
    WHERE name IN ('purchase', 'refund')
    GROUP BY person
    HAVING count(*) FILTER (name = 'purchase') >= 3 AND count(*) FILTER (name = 'refund') = 0)
JOIN people USING (person)
WHERE plan = 'pro'
