package io.sojourn.server.api;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Call;

/// A place in a list that is ordered by (time, id), newest first: the last entry of the page before. As text it is the
/// cursor of timelines and visits.
///
/// @param time Unix milliseconds
public record Position(long time, long id) {

    public static final Position NEWEST = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    /// The cursor of a call.
    public static Position of(Call call) {
        String cursor = call.query("cursor").orElse("");
        if (cursor.isEmpty()) {
            return NEWEST;
        }
        int split = cursor.lastIndexOf('_');
        try {
            return new Position(
                    Long.parseLong(cursor.substring(0, Math.max(0, split))),
                    Long.parseLong(cursor.substring(split + 1)));
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    Problem.invalid(
                            "cursor", "takes what an earlier answer gave as next, got " + cursor));
        }
    }

    public boolean isAfter(long otherTime, long otherId) {
        return otherTime < time || (otherTime == time && otherId < id);
    }

    @Override
    public String toString() {
        return time + "_" + id;
    }
}
