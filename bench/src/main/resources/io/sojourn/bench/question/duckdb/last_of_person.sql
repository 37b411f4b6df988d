SELECT event FROM (SELECT * FROM {events} WHERE person = {person} ORDER BY "time" DESC LIMIT 100)
