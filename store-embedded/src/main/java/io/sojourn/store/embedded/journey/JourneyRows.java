package io.sojourn.store.embedded.journey;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.value.Value;
import io.sojourn.core.visit.LocalDays;
import io.sojourn.core.visit.VisitColumns;
import io.sojourn.core.visit.Visits;
import io.sojourn.journey.scan.Column;
import io.sojourn.journey.scan.Column.Scope;
import io.sojourn.journey.scan.VisitCut;
import io.sojourn.store.embedded.event.EventRow;
import io.sojourn.store.embedded.event.EventSelection;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The events of one person that a scan sees, as columns: filled row by row in order, then finished, then read. One
/// thread; used for one person after the other.
final class JourneyRows {

    /// What makes two campaigns one.
    private static final List<Attribute> CAMPAIGN =
            List.of(
                    Attribute.CAMPAIGN_NAME,
                    Attribute.CAMPAIGN_SOURCE,
                    Attribute.CAMPAIGN_MEDIUM,
                    Attribute.CAMPAIGN_CONTENT,
                    Attribute.CAMPAIGN_TERM,
                    Attribute.CAMPAIGN_ID);

    private final ScanPlan plan;
    private final Optional<VisitCut> cut;
    private final boolean campaigns;
    private final LocalDays days;
    private final int nameSlot;
    private final List<String> properties = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private final Coder[] coders;
    private final List<EventSlot> eventSlots = new ArrayList<>();
    private final List<VisitSlot> visitSlots = new ArrayList<>();
    private final Map<List<String>, Integer> campaignCodes = new HashMap<>();

    private int count;
    private long[] event = new long[64];
    private long[] time = new long[64];
    private int[] flags = new int[64];
    private long[] activeUntil = new long[64];
    private long[] timeout = new long[64];
    private int[] campaign = new int[64];
    private int[] visit = new int[64];

    /// By slot, then row.
    private final int[][] codes;

    /// A slot of a property of events, and of the attribute that stands in for it.
    private record EventSlot(int slot, int property, int attribute) {}

    /// By row, the value that the event says of its visit, and its attribute of that name.
    private static final class VisitSlot {
        private final int slot;
        private final String key;
        private final int attribute;
        private int[] said = new int[64];
        private int[] own = new int[64];

        VisitSlot(int slot, String key, int attribute) {
            this.slot = slot;
            this.key = key;
            this.attribute = attribute;
        }
    }

    /// Codes that this thread has met, so that threads rarely meet at the dictionary.
    private record Coder(Texts texts, Map<String, Integer> known) {

        int code(@Nullable String text) {
            if (text == null) {
                return 0;
            }
            Integer code = known.get(text);
            if (code == null) {
                code = texts.code(text);
                known.put(text, code);
            }
            return code;
        }
    }

    JourneyRows(ScanPlan plan) {
        this.plan = plan;
        this.cut = plan.scan().visits();
        this.campaigns = cut.map(rule -> rule.settings().splitOnCampaign()).orElse(false);
        this.days = new LocalDays(cut.map(VisitCut::zone).orElse(ZoneOffset.UTC));
        this.nameSlot = plan.slotOf(Column.EVENT_NAME);
        this.coders = new Coder[plan.slots().size()];
        this.codes = new int[plan.slots().size()][64];
        for (int slot = 0; slot < coders.length; slot++) {
            Column column = plan.slots().get(slot);
            switch (column.scope()) {
                case EVENT -> {
                    coder(slot);
                    properties.add(column.key());
                    eventSlots.add(
                            new EventSlot(slot, properties.size() - 1, attribute(column.key())));
                }
                case EVENT_NAME -> coder(slot);
                case VISIT -> {
                    coder(slot);
                    visitSlots.add(new VisitSlot(slot, column.key(), attribute(column.key())));
                }
                case PERSON, PERSON_FIRST, PERSON_AT_EVENT -> {}
            }
        }
        if (campaigns) {
            CAMPAIGN.forEach(this::attribute);
        }
    }

    private void coder(int slot) {
        coders[slot] = new Coder(plan.texts(slot), new HashMap<>());
    }

    private int attribute(String key) {
        return ScanPlan.attribute(key).map(this::attribute).orElse(-1);
    }

    private int attribute(Attribute attribute) {
        if (!attributes.contains(attribute)) {
            attributes.add(attribute);
        }
        return attributes.indexOf(attribute);
    }

    /// What must be read of events.
    EventSelection selection(Optional<List<Long>> visitors) {
        return new EventSelection(
                plan.times().from(),
                plan.times().to() == Long.MAX_VALUE ? Long.MAX_VALUE : plan.times().to() - 1,
                plan.view().lastEvent(),
                plan.scan().bots(),
                plan.names(),
                visitors,
                properties,
                attributes,
                cut.isPresent(),
                !visitSlots.isEmpty());
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    void add(EventRow row) {
        if (count == event.length) {
            grow(2 * count);
        }
        event[count] = row.event();
        time[count] = row.time();
        flags[count] = row.flags();
        codes[nameSlot][count] = coders[nameSlot].code(row.name());
        for (EventSlot one : eventSlots) {
            String text = row.property(one.property);
            if (text == null && one.attribute >= 0) {
                text = row.attribute(one.attribute);
            }
            codes[one.slot][count] = coders[one.slot].code(text);
        }
        if (cut.isPresent()) {
            activeUntil[count] = row.activeUntil();
            timeout[count] = row.timeout();
            campaign[count] = campaigns ? campaign(row) : 0;
            addVisit(row);
        }
        count++;
    }

    private void addVisit(EventRow row) {
        if (visitSlots.isEmpty()) {
            return;
        }
        Map<String, Value> said = row.visitProperties();
        for (VisitSlot one : visitSlots) {
            Value value = said.get(one.key);
            one.said[count] = coders[one.slot].code(value == null ? null : value.text());
            one.own[count] =
                    one.attribute < 0 ? 0 : coders[one.slot].code(row.attribute(one.attribute));
        }
    }

    private int campaign(EventRow row) {
        List<String> named = new ArrayList<>(CAMPAIGN.size());
        for (Attribute attribute : CAMPAIGN) {
            String text = row.attribute(attributes.indexOf(attribute));
            named.add(text == null ? "" : text);
        }
        return named.stream().allMatch(String::isEmpty)
                ? 0
                : campaignCodes.computeIfAbsent(named, unknown -> campaignCodes.size() + 1);
    }

    private void grow(int size) {
        event = Arrays.copyOf(event, size);
        time = Arrays.copyOf(time, size);
        flags = Arrays.copyOf(flags, size);
        activeUntil = Arrays.copyOf(activeUntil, size);
        timeout = Arrays.copyOf(timeout, size);
        campaign = Arrays.copyOf(campaign, size);
        visit = Arrays.copyOf(visit, size);
        for (int slot = 0; slot < codes.length; slot++) {
            codes[slot] = Arrays.copyOf(codes[slot], size);
        }
        for (VisitSlot one : visitSlots) {
            one.said = Arrays.copyOf(one.said, size);
            one.own = Arrays.copyOf(one.own, size);
        }
    }

    /// Works out what depends on all rows, and on the person.
    void finish(int person) {
        cut.ifPresent(
                rule -> {
                    VisitColumns rows =
                            new VisitColumns(time, activeUntil, timeout, campaign, flags);
                    int visits = Visits.cut(rule.settings(), days, rows, 0, count, visit);
                    visitSlots.forEach(slot -> finish(slot, visits));
                });
        for (int slot : plan.slots(Scope.PERSON_AT_EVENT)) {
            PersonColumn column = plan.view().column(plan.slots().get(slot).key());
            for (int row = 0; row < count; row++) {
                codes[slot][row] = column.at(person, time[row]);
            }
        }
        for (Scope scope : List.of(Scope.PERSON, Scope.PERSON_FIRST)) {
            for (int slot : plan.slots(scope)) {
                Arrays.fill(codes[slot], 0, count, personCode(slot, person));
            }
        }
    }

    /// The last value that an event of the visit said, else the attribute of the event that opened it.
    private void finish(VisitSlot slot, int visits) {
        int[] last = new int[visits];
        int[] opening = new int[visits];
        boolean[] opened = new boolean[visits];
        for (int row = 0; row < count; row++) {
            int in = visit[row];
            if (in == Visits.NONE) {
                continue;
            }
            if (slot.said[row] != 0) {
                last[in] = slot.said[row];
            }
            if (!opened[in] && !EventFlag.STANDALONE.in(flags[row])) {
                opened[in] = true;
                opening[in] = slot.own[row];
            }
        }
        for (int row = 0; row < count; row++) {
            int in = visit[row];
            codes[slot.slot][row] = in == Visits.NONE ? 0 : last[in] != 0 ? last[in] : opening[in];
        }
    }

    int personCode(int slot, int person) {
        Column column = plan.slots().get(slot);
        PersonColumn values = plan.view().column(column.key());
        long asOf = plan.scan().asOf();
        return column.scope() == Scope.PERSON_FIRST
                ? values.first(person, asOf)
                : values.at(person, asOf);
    }

    long event(int row) {
        return event[row];
    }

    long time(int row) {
        return time[row];
    }

    int visit(int row) {
        return visit[row];
    }

    int name(int row) {
        return codes[nameSlot][row];
    }

    int[][] codes() {
        return codes;
    }
}
