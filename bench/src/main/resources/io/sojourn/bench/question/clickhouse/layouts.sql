CREATE TABLE by_person ({columns}) ENGINE = MergeTree ORDER BY (person, time);
CREATE TABLE by_name ({columns}) ENGINE = MergeTree ORDER BY (name, person, time)
