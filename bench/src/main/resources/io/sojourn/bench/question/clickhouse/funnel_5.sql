SELECT countIf(level >= 1), countIf(level >= 2), countIf(level >= 3), countIf(level >= 4), countIf(level >= 5)
FROM (
    SELECT person,
        windowFunnel(604800000)(toUInt64(time), name = 'search', name = 'product_view', name = 'add_to_cart',
            name = 'checkout', name = 'purchase') AS level
    FROM {events}
    WHERE name IN ('search', 'product_view', 'add_to_cart', 'checkout', 'purchase')
    GROUP BY person)
