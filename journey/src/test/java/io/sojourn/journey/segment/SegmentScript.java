package io.sojourn.journey.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.kit.Timelines;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectSettings.VisitSettings;
import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Histories;
import io.sojourn.journey.kit.HistorySource;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.PersonSet;
import io.sojourn.journey.scan.Runner;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.journey.time.Calendar;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs examples of segments: people, a line `now TIME` or `now TIME in ZONE`, then `CRITERION => MEMBERS`. A line `segment NAME = CRITERION`
/// stores a segment; `=> refused: WHY` expects a refusal.
final class SegmentScript {

    /// A Wednesday, so that nothing begins with a month or a week by accident.
    static final long BASE = 1_735_689_600_000L;

    private final Map<String, Journey> people;
    private final Context context;
    private final Map<String, Long> segments = new LinkedHashMap<>();
    private final Map<Long, Definitions.Definition> definitions = new HashMap<>();

    private SegmentScript(Map<String, Journey> people, Context context) {
        this.people = people;
        this.context = context;
    }

    /// @return how many lines expected something
    static int run(List<String> lines) {
        int now = 0;
        while (!lines.get(now).startsWith("now ")) {
            now++;
        }
        Map<String, Journey> people =
                Histories.read(String.join("\n", lines.subList(0, now)), BASE);
        String[] words = lines.get(now).split(" +");
        Calendar calendar =
                words.length > 3
                        ? new Calendar(ZoneId.of(words[3]), DayOfWeek.MONDAY)
                        : Calendar.UTC;
        Context context =
                new Context(
                        BASE + Timelines.millis(words[1]),
                        calendar,
                        new VisitCut(VisitSettings.DEFAULT, calendar.zone()),
                        Optional.empty(),
                        false);
        SegmentScript script = new SegmentScript(people, context);
        int expectations = 0;
        List<String> said = lines.subList(now + 1, lines.size());
        said.forEach(script::number);
        said.forEach(script::define);
        for (String line : said) {
            if (line.contains("=>")) {
                script.expect(line);
                expectations++;
            }
        }
        return expectations;
    }

    /// Segments may name such as follow.
    private void number(String line) {
        if (line.startsWith("segment ")) {
            segments.put(line.split(" +")[1], segments.size() + 1L);
        }
    }

    private void define(String line) {
        if (line.startsWith("segment ")) {
            String[] sides = line.substring(8).split("=", 2);
            String name = sides[0].strip();
            definitions.put(
                    segments.get(name), new Definitions.Definition(name, criterion(sides[1])));
        }
    }

    private Criterion criterion(String text) {
        return new CriterionText(
                        text,
                        BASE,
                        name -> segments.getOrDefault(name, 99L),
                        name -> people.get(name).person())
                .read();
    }

    private void expect(String line) {
        String[] sides = line.split("=>", 2);
        Criterion criterion = criterion(sides[0]);
        String expected = sides[1].strip();
        if (expected.startsWith("refused: ")) {
            assertThatThrownBy(() -> members(criterion))
                    .as(line)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(expected.substring(9));
        } else {
            assertThat(String.join(" ", names(members(criterion)))).as(line).isEqualTo(expected);
        }
    }

    private PersonSet members(Criterion criterion) {
        try (Runner runner = new Runner(2)) {
            return runner.run(
                            new HistorySource(new ArrayList<>(people.values())),
                            new SegmentAnalysis(context, new Definitions(definitions), criterion),
                            Stop.never())
                    .result();
        }
    }

    private List<String> names(PersonSet members) {
        return people.entrySet().stream()
                .filter(entry -> members.contains(entry.getValue().person()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
