-- The table is filled in order of arrival; the other layouts are the same rows in another order.
CREATE TABLE by_person AS SELECT * FROM by_arrival ORDER BY person, "time";
CREATE TABLE by_name AS SELECT * FROM by_arrival ORDER BY name, person, "time";
