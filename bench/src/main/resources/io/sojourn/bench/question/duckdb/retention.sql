WITH
    weeks AS (SELECT DISTINCT person, ("time" - 1735516800000) // 604800000 AS week FROM {events}),
    firsts AS (SELECT person, min(week) AS first FROM weeks GROUP BY person)
SELECT first, week - first, count(*)
FROM weeks JOIN firsts USING (person)
GROUP BY ALL
