package io.sojourn.server.segment;

import io.sojourn.core.person.Visitor;
import io.sojourn.ingest.command.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever happens, whoever belongs is whom the question finds.
@Tag("slow")
@Timeout(240)
class SegmentsRandomTest {

    private static final int STEPS = 120;
    private static final List<String> CRITERIA =
            List.of(
                    "{'did':{'event':'buy'}}",
                    "{'did':{'event':'buy'},'compare':{'operator':'gte','value':2},"
                            + "'timeframe':{'last':2,'unit':'day'}}",
                    "{'has':{'property':'plan','operator':'is','value':'pro'}}",
                    "{'not':{'segment':'1'}}",
                    "{'any':[{'segment':'2'},{'all':[{'segment':'3'},{'segment':'6'}]}]}");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SegmentKit kit = new SegmentKit();

    @Test
    void whoBelongsIsWhomTheQuestionFinds() throws Exception {
        Random steps = new Random(seed);
        String replay = "-Dseed=" + seed;
        try (kit) {
            for (String criterion : CRITERIA.subList(0, 4)) {
                kit.segment("s" + criterion.hashCode(), criterion);
            }
            kit.track("event=home&cv_id=p0");
            long list = kit.list("listed", 1);
            kit.segment("both", CRITERIA.get(4).replace("'6'", "'" + list + "'"));
            for (int i = 0; i < STEPS; i++) {
                step(steps);
                if (i % 10 == 9) {
                    for (long segment = 1; segment <= 6; segment++) {
                        kit.awaitSettled(segment, replay);
                    }
                }
            }
        }
    }

    private void step(Random steps) throws Exception {
        String id = "p" + steps.nextInt(8);
        String cookie = "c" + steps.nextInt(8);
        switch (steps.nextInt(12)) {
            case 0, 1 -> kit.track("event=buy&cv_id=" + id);
            case 2, 3 -> kit.track("event=buy&cookie=" + cookie);
            case 4 -> kit.track("event=home&cv_id=" + id + "&cv_plan=pro");
            case 5 -> kit.track("event=home&cv_id=" + id + "&cv_plan=free");
            case 6 -> kit.track("event=home&cookie=" + cookie + "&cv_id=" + id);
            case 7 -> kit.clock.advance(Duration.ofHours(steps.nextInt(40)));
            case 8 ->
                    kit.track(
                            "event=buy&cv_id="
                                    + id
                                    + "&timestamp="
                                    + (kit.clock.millis() - steps.nextInt(200_000_000)));
            case 9 ->
                    kit.track(
                            "event=buy&cookie="
                                    + cookie
                                    + "&timestamp="
                                    + (kit.clock.millis() + steps.nextInt(3_000_000)));
            case 10 -> {
                List<Long> people = people();
                if (steps.nextInt(3) == 0) {
                    kit.execute(new Command.Delete(people.get(steps.nextInt(people.size()))));
                }
            }
            default -> {
                List<Long> people = people();
                List<Visitor> visitors =
                        kit.stores.people().person(people.get(steps.nextInt(people.size())));
                if (visitors.size() > 1) {
                    kit.execute(
                            new Command.Unmerge(
                                    visitors.getFirst().person(),
                                    Set.of(visitors.getLast().number())));
                }
            }
        }
    }

    private List<Long> people() {
        List<Long> people = new ArrayList<>();
        kit.stores
                .people()
                .forEachPerson(
                        visitors -> {
                            people.add(visitors.getFirst().person());
                            return true;
                        });
        people.sort(Long::compare);
        return people;
    }
}
