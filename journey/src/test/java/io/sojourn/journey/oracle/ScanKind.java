package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.Analysis;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Dictionary;
import io.sojourn.journey.scan.EventCondition;
import io.sojourn.journey.scan.JourneyBatch;
import io.sojourn.journey.scan.JourneyScan;
import io.sojourn.journey.scan.JourneySource;
import io.sojourn.journey.scan.OpenScan;
import io.sojourn.journey.scan.Stop;
import io.sojourn.journey.time.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What a scan itself yields: every kept event of every person, with everything it carries.
public final class ScanKind implements Kind<ScanKind.Question, ScanKind.Listing> {

    /// @param events every kept one is a line of its person
    public record Question(
            List<EventCondition> events,
            boolean allEvents,
            boolean everyone,
            List<Column> columns,
            boolean visits) {

        JourneyScan scan(Context context) {
            JourneyScan.Builder scan = context.scan().eventNumbers();
            events.forEach(event -> scan.condition(event.filter(), event.range()));
            columns.forEach(scan::column);
            if (allEvents) {
                scan.allEvents();
            }
            if (everyone) {
                scan.everyone();
            }
            if (visits) {
                scan.visits(context.visits());
            }
            return scan.build();
        }
    }

    /// @param people that the question is asked about
    /// @param journeys lines of each yielded person
    public record Listing(long people, TreeMap<Long, List<String>> journeys) {}

    @Override
    public Question draw(Drawing drawing) {
        Draw draw = drawing.draw();
        List<EventCondition> events = new ArrayList<>();
        int count = draw.upTo(9) == 0 ? 65 + draw.upTo(5) : draw.upTo(4);
        for (int i = 0; i < count; i++) {
            TimeRange range =
                    draw.flag("condition in a range", 3) ? drawing.timeRange() : TimeRange.ALL;
            events.add(new EventCondition(drawing.event(), range));
        }
        return new Question(
                events,
                draw.flag("all events", 3),
                draw.flag("everyone", 3),
                drawing.columns(3),
                true);
    }

    @Override
    public Listing ask(JourneySource source, Question question, Context context, Folds folds) {
        return folds.run(source, new Lines(question.scan(context)));
    }

    /// Writes down what it is shown.
    private record Lines(JourneyScan scan) implements Analysis<Lines.Sheet, Listing> {

        private record Sheet(
                TreeMap<Long, List<String>> journeys,
                List<Dictionary> eventValues,
                List<Dictionary> personValues) {}

        @Override
        public Sheet start(OpenScan open, Stop stop) {
            List<Dictionary> events = new ArrayList<>();
            List<Dictionary> persons = new ArrayList<>();
            for (int i = 0; i < scan.eventColumns().size(); i++) {
                events.add(open.eventColumn(i));
            }
            for (int i = 0; i < scan.personColumns().size(); i++) {
                persons.add(open.personColumn(i));
            }
            return new Sheet(new TreeMap<>(), events, persons);
        }

        @Override
        public void fold(Sheet sheet, JourneyBatch batch) {
            for (int i = 0; i < batch.people(); i++) {
                List<String> lines = new ArrayList<>();
                List<Optional<String>> values = new ArrayList<>();
                for (int c = 0; c < sheet.personValues.size(); c++) {
                    values.add(text(sheet.personValues.get(c), batch.personColumns()[c][i]));
                }
                lines.add(head(batch.firstSeen()[i], values));
                for (int row = batch.start()[i]; row < batch.start()[i + 1]; row++) {
                    lines.add(line(sheet, batch, row));
                }
                if (sheet.journeys.put(batch.person()[i], lines) != null) {
                    throw new IllegalStateException("person " + batch.person()[i] + " twice");
                }
            }
        }

        private String line(Sheet sheet, JourneyBatch batch, int row) {
            List<Integer> met = new ArrayList<>();
            for (int c = 0; c < scan.conditions().size(); c++) {
                if ((batch.mask()[c / Long.SIZE][row] >>> c % Long.SIZE & 1) != 0) {
                    met.add(c);
                }
            }
            List<Optional<String>> values = new ArrayList<>();
            for (int c = 0; c < sheet.eventValues.size(); c++) {
                values.add(text(sheet.eventValues.get(c), batch.eventColumns()[c][row]));
            }
            int visit = scan.visits().isPresent() ? batch.visit()[row] : SeenPerson.NO_VISIT;
            return event(batch.event()[row], batch.time()[row], met, visit, values);
        }

        private static Optional<String> text(Dictionary dictionary, int code) {
            return code == 0 ? Optional.empty() : Optional.of(dictionary.text(code));
        }

        @Override
        public void merge(Sheet into, Sheet other) {
            into.journeys.putAll(other.journeys);
        }

        @Override
        public Listing finish(Sheet sheet, OpenScan open) {
            return new Listing(open.people(), sheet.journeys);
        }
    }

    private static String head(long firstSeen, List<Optional<String>> values) {
        return "first seen " + firstSeen + " " + values;
    }

    private static String event(
            long number, long time, List<Integer> met, int visit, List<Optional<String>> values) {
        return "%d@%d meets %s visit %d %s".formatted(number, time, met, visit, values);
    }

    @Override
    public Listing answer(List<Journey> journeys, Question question, Context context) {
        JourneyScan scan = question.scan(context);
        List<SeenPerson> people = SeenPerson.all(journeys, context);
        TreeMap<Long, List<String>> listed = new TreeMap<>();
        for (SeenPerson person : people) {
            List<String> lines = new ArrayList<>();
            lines.add(
                    head(
                            person.journey().firstSeen(),
                            scan.personColumns().stream().map(person::value).toList()));
            for (int event = 0; event < person.count(); event++) {
                List<Integer> met = new ArrayList<>();
                for (int c = 0; c < scan.conditions().size(); c++) {
                    EventFilter filter = scan.conditions().get(c).filter();
                    if (scan.conditions().get(c).range().contains(person.time(event))
                            && person.matches(event, filter)) {
                        met.add(c);
                    }
                }
                if (!met.isEmpty() || question.allEvents) {
                    int place = event;
                    lines.add(
                            event(
                                    person.events().get(event).id(),
                                    person.time(event),
                                    met,
                                    person.visits().get(event),
                                    scan.eventColumns().stream()
                                            .map(column -> person.value(place, column))
                                            .toList()));
                }
            }
            if (lines.size() > 1 || question.everyone) {
                listed.put(person.person(), lines);
            }
        }
        return new Listing(people.size(), listed);
    }

    @Override
    public List<String> broken(
            JourneySource source, Question question, Context context, Listing result, Folds folds) {
        return List.of();
    }
}
