SELECT arrayElementOrNull(steps, 1), arrayElementOrNull(steps, 2), arrayElementOrNull(steps, 3), count()
FROM (
    SELECT arrayMap(e -> toString(e.2), arraySort(e -> e.1, groupArray((time, name)))) AS names,
        arraySort(groupArray(time)) AS times,
        arraySplit((n, t, b) -> t - b > 1800000, names, times, arrayPushFront(arrayPopBack(times), times[1])) AS visits
    FROM {events}
    GROUP BY person)
ARRAY JOIN visits AS visit
WHERE has(visit, 'product_view')
GROUP BY arraySlice(visit, indexOf(visit, 'product_view') + 1, 3) AS steps
