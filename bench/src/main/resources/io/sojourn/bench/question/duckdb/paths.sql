WITH
    cuts AS (
        SELECT person, "time", name,
            CASE WHEN "time" - lag("time") OVER (PARTITION BY person ORDER BY "time") <= 1800000 THEN 0 ELSE 1 END AS cut
        FROM {events}),
    visits AS (
        SELECT person, "time", name, sum(cut) OVER (PARTITION BY person ORDER BY "time") AS visit FROM cuts),
    nexts AS (
        SELECT person, visit, "time", name,
            lead(name, 1) OVER v AS n1, lead(name, 2) OVER v AS n2, lead(name, 3) OVER v AS n3
        FROM visits WINDOW v AS (PARTITION BY person, visit ORDER BY "time")),
    firsts AS (
        SELECT n1, n2, n3, row_number() OVER (PARTITION BY person, visit ORDER BY "time") AS number
        FROM nexts WHERE name = 'product_view')
SELECT coalesce(n1::VARCHAR, ''), coalesce(n2::VARCHAR, ''), coalesce(n3::VARCHAR, ''), count(*)
FROM firsts WHERE number = 1
GROUP BY ALL
