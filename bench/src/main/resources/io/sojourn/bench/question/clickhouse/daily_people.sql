SELECT intDiv(time - 1735516800000, 86400000) AS day, source, uniqExact(person)
FROM {events}
GROUP BY day, source
