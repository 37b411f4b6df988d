package io.sojourn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Person;
import io.sojourn.core.person.Visitor.Link;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.command.Command;
import io.sojourn.store.people.Quarantined;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProjectIngestTest {

    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final PipelineKit kit = new PipelineKit();

    @Test
    void anImportShowsNobodyOnline() {
        String line =
                "{\"visitor\":{\"cookie\":\"c\"},\"actions\":[{\"name\":\"buy\",\"time\":1764500000000}]}";
        PipelineKit kit = new PipelineKit().imported(line).commit();
        assertThat(kit.person("cookie", "c").events()).isOne();
        assertThat(kit.person("cookie", "c").lastReceived()).isZero();
        kit.get("ce", "cookie=c&event=look").commit();
        assertThat(kit.person("cookie", "c").lastReceived()).isEqualTo(PipelineKit.NOON);
    }

    @Test
    void theDocumentedCallsBecomeOnePersonWithTheirEvents() {
        kit.get("ce", "host=example.com&cookie=c1&event=purchase&ce_product=Widget&ce_price=49.99")
                .get(
                        "identify",
                        "host=example.com&cookie=c1&cv_email=user@example.com&cv_name=Jane+Doe")
                .get(
                        "ce",
                        "host=example.com&cookie=user@example.com&event=payment_received&ce_amount=299.00")
                .commit();

        Person person = kit.person("email", "user@example.com");
        assertThat(kit.person("cookie", "c1").number()).isEqualTo(person.number());
        assertThat(person.property("name")).contains(Value.string("Jane Doe"));
        assertThat(kit.timeline(person))
                .extracting(Event::name)
                .containsExactly("payment_received", "purchase");
        assertThat(kit.timeline(person).getLast().properties())
                .containsEntry("price", Value.string("49.99"));
        assertThat(kit.stores().people().people()).isEqualTo(1);
    }

    @Test
    void aSecondEventWithTheSameIdIsADuplicateAlsoAfterARestart() {
        kit.get("ce", "host=x&cookie=c&event=a&idptnc=1")
                .get("ce", "host=x&cookie=c&event=b&idptnc=1")
                .commit();
        kit.restart().get("ce", "host=x&cookie=c&event=c&idptnc=1").commit();

        assertThat(kit.timeline(kit.person("cookie", "c")))
                .extracting(Event::name)
                .containsExactly("a");
        assertThat(kit.counted("duplicate")).isEqualTo(2);
    }

    @Test
    void twoEqualEventsWithoutAnIdAreTwo() {
        kit.get("ce", "host=x&cookie=c&event=a").get("ce", "host=x&cookie=c&event=a").commit();

        assertThat(kit.timeline(kit.person("cookie", "c"))).hasSize(2);
    }

    @Test
    void anUpdateChangesItsEventBeforeAndAfterItArrives() {
        kit.get("update", "project=x&idptnc=1&cookie=c&ce_refunded=true&duration=500")
                .commit()
                .get("ce", "project=x&idptnc=1&cookie=c&event=pv&ce_url=/")
                .commit()
                .get("update", "project=x&idptnc=1&cookie=c&duration=4947&ce_scroll+depth=0.4")
                .get("update", "project=x&idptnc=1&cookie=c&duration=900&ce_scroll+depth=0.3")
                .commit();

        Event event = kit.timeline(kit.person("cookie", "c")).getFirst();
        assertThat(event.properties())
                .containsEntry("url", Value.string("/"))
                .containsEntry("refunded", Value.string("true"))
                .containsEntry("scroll depth", Value.string("0.4"));
        assertThat(event.properties().get("duration").text()).isEqualTo("4947");
        assertThat(event.activeUntil()).isEqualTo(event.time() + 4947);
    }

    @Test
    void anUpdateWhoseEventNeverComesIsQuarantinedAfterADay() {
        kit.get("update", "project=x&idptnc=1&cookie=c&ce_a=1").commit();
        kit.at(25 * HOUR).get("ce", "project=x&cookie=d&event=other").commit();

        assertThat(kit.stores().people().quarantine(10))
                .extracting(Quarantined::reason)
                .containsExactly("update_without_event");
    }

    @Test
    void aPingProlongsTheLatestEventOfThePersonWhicheverVisitorItIsUnder() {
        kit.get("ce", "host=x&cookie=c&cv_email=a@x&event=a").commit();
        kit.at(60_000).get("ping", "host=x&cookie=c").get("ping", "host=x&cookie=unknown").commit();

        Person person = kit.person("email", "a@x");
        assertThat(kit.timeline(person).getFirst().activeUntil())
                .isEqualTo(PipelineKit.NOON + 60_000);
        assertThat(kit.counted("ping")).isEqualTo(2);
        assertThat(kit.counted("ping_without_person")).isEqualTo(1);
        assertThat(kit.stores().people().people()).isEqualTo(1);
    }

    @Test
    void whatNamesNobodyIsQuarantinedAndCanBeReplayedOnce() {
        kit.settings(blocking("shared")).get("ce", "host=x&cookie=shared&event=a&ce_n=1").commit();
        Quarantined entry = kit.stores().people().quarantine(10).getFirst();
        assertThat(entry.reason()).isEqualTo("no_identifier");
        assertThat(kit.counted("blocked_identifier")).isEqualTo(1);

        kit.settings(ProjectSettings.DEFAULT);
        kit.replay(entry.payload(), entry.id()).replay(entry.payload(), entry.id()).commit();
        kit.restart().replay(entry.payload(), entry.id()).commit();

        assertThat(kit.timeline(kit.person("cookie", "shared"))).hasSize(1);
        assertThat(kit.stores().people().quarantine(10)).isEmpty();
    }

    @Test
    void anEventFromTheFutureGetsItsReceivedTimeAndAMark() {
        kit.get("ce", "host=x&cookie=c&event=a&timestamp=" + (PipelineKit.NOON + 2 * HOUR))
                .commit();

        Event event = kit.timeline(kit.person("cookie", "c")).getFirst();
        assertThat(event.time()).isEqualTo(PipelineKit.NOON);
        assertThat(event.is(EventFlag.TIME_CLAMPED)).isTrue();
    }

    @Test
    void aDeletedPersonIsGoneAndARetryDoesNotBringTheEventBack() {
        kit.get("ce", "host=x&cookie=c&cv_email=a@x&event=a&idptnc=1")
                .get("update", "host=x&cookie=c&idptnc=never&ce_a=1")
                .commit();
        long person = kit.person("email", "a@x").number();
        kit.command(new Command.Delete(person))
                .get("ce", "host=x&cookie=c&event=a&idptnc=1")
                .get("update", "host=x&idptnc=1&ce_x=1")
                .commit();

        assertThat(kit.stores().people().people()).isZero();
        assertThat(kit.stores().events().size()).isZero();
        assertThat(kit.stores().people().pendingBefore(Long.MAX_VALUE)).isEmpty();
        assertThat(kit.counted("duplicate")).isEqualTo(1);
        assertThat(kit.counted("update_of_deleted")).isEqualTo(1);
    }

    @Test
    void mergingAndUnmergingByHandMovesTheTimeline() {
        kit.get("ce", "host=x&cookie=c&event=a").get("ce", "host=x&cookie=d&event=b").commit();
        Person c = kit.person("cookie", "c");
        Person d = kit.person("cookie", "d");
        kit.command(new Command.Merge(d.number(), c.number())).commit();
        Person merged = kit.person("cookie", "d");
        assertThat(merged.number()).isEqualTo(c.number());
        assertThat(kit.timeline(merged)).extracting(Event::name).containsExactly("b", "a");

        kit.command(new Command.Unmerge(merged.number(), Set.of(d.visitorNumbers().getFirst())))
                .commit();
        assertThat(kit.timeline(kit.person("cookie", "c")))
                .extracting(Event::name)
                .containsExactly("a");
        assertThat(kit.timeline(kit.person("cookie", "d")))
                .extracting(Event::name)
                .containsExactly("b");
    }

    @Test
    void aCrashBetweenTheTwoCommitsDoublesNothing() {
        kit.get("ce", "host=x&cookie=c&event=a&idptnc=1").commit();
        PipelineKit crashed = new PipelineKit();
        kit.log().forEach(record -> crashed.log().add(record));
        // The event store has the batch, the people store does not.
        ProjectIngest first = new ProjectIngest(crashed.stores(), PipelineKit.enricher());
        crashed.log().forEach(first::take);
        first.commitEventsOnly();

        ProjectIngest again = new ProjectIngest(crashed.stores(), PipelineKit.enricher());
        crashed.log().forEach(again::take);
        again.commit();

        assertThat(PipelineKit.dump(crashed.stores())).isEqualTo(PipelineKit.dump(kit.stores()));
        assertThat(crashed.stores().events().size()).isEqualTo(1);
    }

    @Test
    void excludedRequestsAreCountedAndNotStored() {
        kit.settings(
                        excluding(
                                new ProjectSettings.Exclude(
                                        ProjectSettings.Exclude.Target.EVENT, "", "internal*")))
                .get("ce", "host=x&cookie=c&event=internal_test")
                .get("ce", "host=x&cookie=c&event=real")
                .commit();

        assertThat(kit.timeline(kit.person("cookie", "c")))
                .extracting(Event::name)
                .containsExactly("real");
        assertThat(kit.counted("excluded")).isEqualTo(1);
    }

    @Test
    void anOrganisationsPropertiesAreKept() {
        kit.get("ce", "host=x&cookie=c&event=a&org=acme&co_plan=gold").commit();

        assertThat(
                        kit.stores()
                                .people()
                                .readOrganisation("acme")
                                .orElseThrow()
                                .properties()
                                .get("plan")
                                .newest()
                                .value())
                .isEqualTo(Value.string("gold"));
        assertThat(kit.person("cookie", "c").property("org")).contains(Value.string("acme"));
    }

    @Test
    void anEditByHandHoldsOverWhatWasStatedAndUnsets() {
        long later = PipelineKit.NOON + 1_000_000;
        kit.get("ce", "host=x&cookie=c1&event=a&cv_plan=free&cv_city=Rome&timestamp=" + later);
        Map<String, Value> edited = new HashMap<>();
        edited.put("plan", Value.string("gold"));
        edited.put("city", Value.UNSET);
        edited.put("never", Value.UNSET);
        kit.at(10).command(new Command.Edit(1, edited)).commit();
        Person person = kit.person("cookie", "c1");
        assertThat(person.property("plan")).hasValue(Value.string("gold"));
        assertThat(person.property("city")).isEmpty();
        assertThat(person.visitors().getFirst().properties()).doesNotContainKey("never");
        assertThat(person.lastStated("plan")).isEqualTo(later);
        kit.at(2_000_000).get("ce", "host=x&cookie=c1&event=a&cv_city=Oslo").commit();
        assertThat(kit.person("cookie", "c1").property("city")).hasValue(Value.string("Oslo"));
    }

    @Test
    void aVisitorTellsWhatJoinedItToItsPerson() {
        kit.get("ce", "host=x&cookie=c1&event=a");
        kit.at(1).get("ce", "host=x&cv_email=e@x&event=a");
        kit.at(2).get("ce", "host=x&cookie=c1&cv_email=e@x&event=a");
        kit.at(3).get("ce", "host=x&cookie=c2&event=a");
        kit.at(4).command(new Command.Merge(3, 1, 7));
        kit.at(5).command(new Command.Unmerge(1, Set.of(2L), 8)).commit();
        assertThat(link(1))
                .isEqualTo(new Link(Link.Kind.NAMED, EventId.of(1, 0), PipelineKit.NOON, 0));
        assertThat(link(2))
                .isEqualTo(
                        new Link(
                                Link.Kind.UNMERGED_BY_HAND,
                                EventId.of(6, 0),
                                PipelineKit.NOON + 5,
                                8));
        assertThat(link(3))
                .isEqualTo(
                        new Link(
                                Link.Kind.MERGED_BY_HAND,
                                EventId.of(5, 0),
                                PipelineKit.NOON + 4,
                                7));
    }

    private Link link(long visitor) {
        return kit.stores().people().visitor(visitor).orElseThrow().link();
    }

    @Test
    void aBatchCanBeCutAnywhere() {
        for (int i = 0; i < 60; i++) {
            kit.at(i * 500_000L)
                    .get("ce", "host=x&cookie=c" + i % 7 + "&event=e" + i % 3 + "&idptnc=" + i % 50)
                    .get(
                            "update",
                            "host=x&idptnc=" + (i + 3) % 60 + "&ce_u=" + i + "&duration=" + i)
                    .get("ping", "host=x&cookie=c" + i % 5)
                    .get(
                            "identify",
                            "host=x&cookie=c" + i % 7 + "&cv_email=p" + i % 4 + "@x&cv_n=" + i);
            if (i == 30) {
                kit.command(new Command.Delete(1));
            }
        }
        List<String> whole = PipelineKit.recomputed(kit.log(), Set.of());
        for (int step : new int[] {1, 2, 3, 7, 50}) {
            Set<Long> commits = new java.util.HashSet<>();
            for (long position = step; position < kit.log().size(); position += step) {
                commits.add(position);
            }
            assertThat(PipelineKit.recomputed(kit.log(), commits))
                    .as("batches of %d", step)
                    .isEqualTo(whole);
        }
    }

    private static ProjectSettings blocking(String value) {
        ProjectSettings d = ProjectSettings.DEFAULT;
        ProjectSettings.IdentitySettings i = d.identity();
        return new ProjectSettings(
                d.zone(),
                d.weekStart(),
                d.visits(),
                new ProjectSettings.IdentitySettings(
                        i.kinds(),
                        Set.of(value),
                        i.inferredIdleDays(),
                        i.emailsMax(),
                        i.customMax(),
                        i.cookiesMax()),
                d.bots(),
                d.excludes(),
                d.ip());
    }

    private static ProjectSettings excluding(ProjectSettings.Exclude exclude) {
        ProjectSettings d = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                d.zone(),
                d.weekStart(),
                d.visits(),
                d.identity(),
                d.bots(),
                List.of(exclude),
                d.ip());
    }
}
