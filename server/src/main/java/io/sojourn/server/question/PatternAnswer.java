package io.sojourn.server.question;

import io.sojourn.journey.pattern.PatternResult;
import java.util.List;

/// The same as [PatternResult], with the people that were asked for.
public record PatternAnswer(
        long people,
        long occurrences,
        List<PatternResult.Seconds> gaps,
        PatternResult.Seconds total,
        List<Match> matches) {

    /// @param person number
    /// @param times of the single events of the first occurrence, Unix milliseconds
    public record Match(String person, long occurrences, List<Long> times) {
        public Match {
            times = List.copyOf(times);
        }
    }

    public PatternAnswer {
        gaps = List.copyOf(gaps);
        matches = List.copyOf(matches);
    }
}
