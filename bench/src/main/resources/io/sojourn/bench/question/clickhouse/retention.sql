SELECT weeks[1] AS first, week - first, count()
FROM (
    SELECT person, arraySort(groupUniqArray(intDiv(time - 1735516800000, 604800000))) AS weeks
    FROM {events}
    GROUP BY person)
ARRAY JOIN weeks AS week
GROUP BY first, week - first
