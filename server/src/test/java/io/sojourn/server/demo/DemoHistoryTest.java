package io.sojourn.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Inbound;
import io.sojourn.ingest.wire.Intake;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.server.demo.Statement.Sender;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoHistoryTest {

    private static final long END = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final byte[] NOTHING = {};

    private final DemoHistory.Past past = DemoHistory.of(7, END, 30, 3_000);

    @Test
    void theSameSeedGivesTheSamePastAndAnotherOneAnother() {
        DemoHistory.Past again = DemoHistory.of(7, END, 30, 3_000);
        assertThat(again.statements()).isEqualTo(past.statements());
        assertThat(DemoLog.hours(again.statements())).isEqualTo(DemoLog.hours(past.statements()));
        assertThat(DemoHistory.of(8, END, 30, 50).statements())
                .isNotEqualTo(DemoHistory.of(7, END, 30, 50).statements());
    }

    @Test
    void itIsAMonthOfAboutSixtyThousandEventsInOrder() {
        List<Statement> told = past.statements();
        System.out.printf("demo: %d events of %d people%n", told.size(), past.shoppers().size());
        assertThat(told.size()).isBetween(50_000, 70_000);
        assertThat(told).isSortedAccordingTo(Comparator.comparingLong(Statement::time));
        assertThat(told.getFirst().time()).isGreaterThan(END - Duration.ofDays(32).toMillis());
        assertThat(told.getLast().time()).isLessThan(END);
        Set<String> ids = told.stream().map(Statement::id).collect(Collectors.toSet());
        assertThat(ids).hasSameSizeAs(told);
    }

    @Test
    void everyStatementIsTakenByTheServer() {
        Intake intake = new Intake(Limits.DEFAULT);
        for (DemoLog.Hour hour : DemoLog.hours(past.statements())) {
            byte[] body = String.join("\n", hour.lines()).getBytes(StandardCharsets.UTF_8);
            RawRequest request =
                    new RawRequest(0, "", ShopVisit.HOST, NOTHING, "", body, "", "", "", "", "");
            Inbound inbound = intake.batch(request);
            assertThat(inbound).isInstanceOf(Inbound.Many.class);
            assertThat(((Inbound.Many) inbound).lines())
                    .hasSameSizeAs(hour.lines())
                    .allSatisfy(
                            line -> assertThat(line.statement()).isInstanceOf(Decoded.Item.class));
        }
    }

    @Test
    void peopleUseSeveralDevicesAndAreKnownByEmailOnceTheySignIn() {
        Map<String, Set<String>> cookies = new HashMap<>();
        for (Statement said : past.statements()) {
            if (said.sender() instanceof Sender.Browser browser
                    && said.person().containsKey("email")) {
                cookies.computeIfAbsent(said.person().get("email").text(), key -> new HashSet<>())
                        .add(browser.device().cookie());
            }
        }
        assertThat(cookies.values().stream().filter(devices -> devices.size() > 1).count())
                .isGreaterThan(100);
        Set<String> all = new HashSet<>();
        cookies.values()
                .forEach(devices -> devices.forEach(one -> assertThat(all.add(one)).isTrue()));
    }

    @Test
    void thereIsLessToDoAtWeekends() {
        Map<DayOfWeek, Integer> days = new EnumMap<>(DayOfWeek.class);
        past.statements()
                .forEach(
                        said ->
                                days.merge(
                                        Instant.ofEpochMilli(said.time())
                                                .atOffset(ZoneOffset.UTC)
                                                .getDayOfWeek(),
                                        1,
                                        Integer::sum));
        assertThat(days.get(DayOfWeek.SUNDAY) * 1.15).isLessThan(days.get(DayOfWeek.TUESDAY));
    }

    @Test
    void whereSomebodyCameFromShowsInWhetherTheyBuy() {
        Map<String, int[]> bySource = new HashMap<>();
        for (Shopper shopper : past.shoppers()) {
            int[] counts = bySource.computeIfAbsent(shopper.source.parameters(), key -> new int[2]);
            counts[0]++;
            counts[1] += shopper.orders > 0 ? 1 : 0;
        }
        double mail = share(bySource, "sunday-brew");
        double facebook = share(bySource, "first-bag-free");
        assertThat(mail).isGreaterThan(2 * facebook);
        assertThat(facebook).isPositive();
    }

    private static double share(Map<String, int[]> bySource, String campaign) {
        return bySource.entrySet().stream()
                .filter(entry -> entry.getKey().contains(campaign))
                .mapToDouble(entry -> (double) entry.getValue()[1] / entry.getValue()[0])
                .sum();
    }

    @Test
    void theShopsOwnSystemsTellOfTrialsMailsAndTickets() {
        assertThat(past.statements())
                .extracting(Statement::name)
                .contains(
                        "pv",
                        "view product",
                        "search",
                        "add to cart",
                        "checkout",
                        "purchase",
                        "signup",
                        "signin",
                        "trial start",
                        "subscribe",
                        "payment",
                        "cancel",
                        "trial ended",
                        "mail sent",
                        "mail opened",
                        "mail clicked",
                        "parcel sent",
                        "ticket opened",
                        "ticket solved");
    }
}
