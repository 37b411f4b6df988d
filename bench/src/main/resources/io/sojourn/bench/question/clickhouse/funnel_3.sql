SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3)
FROM (
    SELECT person, windowFunnel(604800000)(toUInt64(time), name = 'signup', name = 'add_to_cart', name = 'purchase') AS level
    FROM {events}
    WHERE name IN ('signup', 'add_to_cart', 'purchase')
    GROUP BY person)
