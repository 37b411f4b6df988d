SELECT ("time" - 1735516800000) // 86400000, source, count(DISTINCT person)
FROM {events}
GROUP BY ALL
