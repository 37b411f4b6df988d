SELECT plan, countIf(level >= 1), countIf(level >= 2), countIf(level >= 3)
FROM (
    SELECT person,
        windowFunnel(604800000)(toUInt64(time), name = 'product_view' AND device = 'mobile', name = 'add_to_cart',
            name = 'purchase') AS level
    FROM {events}
    WHERE name IN ('add_to_cart', 'purchase') OR (name = 'product_view' AND device = 'mobile')
    GROUP BY person
    HAVING level > 0) AS levels
ANY LEFT JOIN people USING (person)
GROUP BY plan
