package io.sojourn.journey.oracle;

import io.sojourn.journey.filter.EventFilter;
import io.sojourn.journey.funnel.Funnel;
import io.sojourn.journey.scan.Column;
import java.util.ArrayList;
import java.util.List;

/// Draws funnels with every option.
final class FunnelDraw {

    private FunnelDraw() {}

    static Funnel draw(Drawing drawing) {
        Draw draw = drawing.draw();
        Funnel.Order order = draw.option("order", Funnel.Order.values());
        Funnel.Builder funnel = new Funnel.Builder().order(order);
        int steps = draw.upTo(19) == 0 ? 7 : 1 + draw.upTo(3);
        funnel.steps(steps(drawing, order, steps));
        if (order == Funnel.Order.STRICT && draw.flag("strict among some events", 2)) {
            funnel.among(drawing.event());
        }
        if (!draw.flag("no window", 4)) {
            funnel.windowMillis(drawing.gap());
        }
        funnel.counting(draw.option("counting", Funnel.Counting.values()));
        funnel.ties(
                draw.option(
                        "ties",
                        Funnel.Ties.ANY,
                        Funnel.Ties.ANY,
                        Funnel.Ties.ARRIVAL,
                        Funnel.Ties.NEVER));
        funnel.toleranceMillis(draw.option("tolerance", 0L, 0L, 0L, 1_000L, 2_000L));
        if (steps > 1) {
            List<Funnel.Exclusion> exclusions = new ArrayList<>();
            while (draw.flag("exclusion", 4)) {
                int from = 1 + draw.upTo(steps - 2);
                exclusions.add(
                        new Funnel.Exclusion(
                                drawing.event(), from, from + 1 + draw.upTo(steps - from - 1)));
            }
            funnel.exclusions(exclusions);
        }
        if (draw.flag("properties held", 4)) {
            List<Column> held = new ArrayList<>(List.of(drawing.eventColumn()));
            Column second = drawing.eventColumn();
            if (!held.contains(second)) {
                held.add(second);
            }
            funnel.held(held.subList(0, 1 + draw.upTo(held.size() - 1)));
        }
        if (draw.flag("breakdown", 3)) {
            List<Column> columns = drawing.columns(3);
            if (!columns.isEmpty()) {
                funnel.breakdown(
                        new Funnel.Breakdown(
                                columns, attribution(draw, steps), draw.any(List.of(1, 2, 25))));
            }
        }
        funnel.range(drawing.range());
        funnel.completeInRange(draw.flag("complete in range", 4));
        if (draw.flag("per entry interval", 2)) {
            funnel.interval(drawing.period());
        }
        funnel.mode(
                draw.option(
                        "mode",
                        Funnel.Mode.SOJOURN,
                        Funnel.Mode.SOJOURN,
                        Funnel.Mode.MIXPANEL,
                        Funnel.Mode.AMPLITUDE));
        return funnel.build();
    }

    private static List<Funnel.Step> steps(Drawing drawing, Funnel.Order order, int count) {
        Draw draw = drawing.draw();
        List<Funnel.Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean inner = i > 0 && i < count - 1;
            EventFilter filter =
                    i > 0 && draw.flag("step repeated", 5)
                            ? steps.get(draw.upTo(i - 1)).filter()
                            : drawing.event();
            steps.add(
                    new Funnel.Step(
                            filter,
                            inner && order != Funnel.Order.ANY && draw.flag("step optional", 3),
                            order == Funnel.Order.ANY && draw.flag("step anchored", 4)));
        }
        return steps;
    }

    private static Funnel.Attribution attribution(Draw draw, int steps) {
        return switch (draw.option("attribution", "entry", "step", "first", "last")) {
            case "entry" -> new Funnel.Attribution.Entry();
            case "step" -> new Funnel.Attribution.AtStep(1 + draw.upTo(steps - 1));
            case "first" -> new Funnel.Attribution.First();
            default -> new Funnel.Attribution.Last();
        };
    }
}
