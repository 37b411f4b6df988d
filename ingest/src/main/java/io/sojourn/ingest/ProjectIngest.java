package io.sojourn.ingest;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.event.Event;
import io.sojourn.core.event.EventChange;
import io.sojourn.core.event.EventFlag;
import io.sojourn.core.event.EventId;
import io.sojourn.core.person.Identifier;
import io.sojourn.core.person.Identity;
import io.sojourn.core.person.PropertyHistory;
import io.sojourn.core.person.Visitor;
import io.sojourn.core.project.ProjectId;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.Admission.Admitted;
import io.sojourn.ingest.command.CommandCodec;
import io.sojourn.ingest.enrich.Enriched;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.enrich.Excludes;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Decoder;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.store.ProjectStores;
import io.sojourn.store.log.LogRecord;
import io.sojourn.store.people.IdHash;
import io.sojourn.store.people.Organisation;
import io.sojourn.store.people.PendingUpdate;
import io.sojourn.store.people.PeopleBatch;
import io.sojourn.store.people.Quarantined;
import io.sojourn.store.people.SeenEvent;
import io.sojourn.store.schema.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Turns one project's log records into people and events, in order: decode, admit, deduplicate, enrich,
/// resolve identity, record, commit.
///
/// Reads the record and the stores as of that record, and nothing else: no clock, no randomness, and no
/// outcome depends on where a batch is cut. Confined to the ingest thread.
final class ProjectIngest {

    private static final long FUTURE_MAX_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long UPDATE_WAIT_MILLIS = TimeUnit.HOURS.toMillis(24);

    private final ProjectStores stores;
    private final Preparation preparation;
    private final Executor committer;
    private final BatchWork work;
    private final Commands commands;
    private ProjectSettings rules;
    private Identity identity;
    private Excludes excludes;
    private int uncommitted;
    private final Map<Long, CommandOutcome> outcomes = new LinkedHashMap<>();

    /// Commits the events on the thread that commits the people.
    ProjectIngest(ProjectStores stores, Enricher enricher) {
        this(stores, new Preparation(enricher), Runnable::run);
    }

    /// @param committer of the events, which it commits while the people are written
    ProjectIngest(ProjectStores stores, Preparation preparation, Executor committer) {
        this.stores = stores;
        this.preparation = preparation;
        this.committer = committer;
        this.work = new BatchWork(stores.people(), stores.events().position());
        this.commands = new Commands(work, stores.people());
        this.rules = work.settings();
        this.identity = new Identity(work.people(), rules.identity());
        this.excludes = Excludes.of(rules.excludes());
    }

    private void rulesMayHaveChanged() {
        if (!work.settings().equals(rules)) {
            rules = work.settings();
            identity = new Identity(work.people(), rules.identity());
            excludes = Excludes.of(rules.excludes());
        }
    }

    /// Position of the last record taken.
    long position() {
        return work.position();
    }

    /// Statements taken since the last commit.
    int uncommitted() {
        return uncommitted;
    }

    /// As of the last record taken.
    ProjectSettings settings() {
        return work.settings();
    }

    /// Takes a record; one that is already in the stores is passed over.
    void take(LogRecord record) {
        take(new Prepared.Plain(record));
    }

    /// What was prepared under other settings is prepared again.
    void take(Prepared prepared) {
        LogRecord record = prepared.record();
        if (record.position() <= work.position()) {
            return;
        }
        work.advance(record.position(), record.received());
        for (PendingUpdate expired : work.expire(record.received() - UPDATE_WAIT_MILLIS)) {
            work.quarantine(unmet(expired));
        }
        if (prepared instanceof Prepared.Request request
                && request.settings().equals(work.settings())) {
            takeRequest(request);
            return;
        }
        switch (preparation.prepare(record, work.settings())) {
            case Prepared.Request request -> takeRequest(request);
            case Prepared.Plain command -> takeCommand(command.record());
        }
    }

    private void takeCommand(LogRecord record) {
        uncommitted++;
        outcomes.put(
                record.position(),
                commands.carryOut(CommandCodec.decode(record.payload()), identity, record));
        rulesMayHaveChanged();
    }

    private void takeRequest(Prepared.Request prepared) {
        LogRecord record = prepared.record();
        RawRequest request = prepared.request();
        uncommitted += Math.max(1, prepared.statements().size());
        for (Prepared.Statement statement : prepared.statements()) {
            switch (statement) {
                case Prepared.Statement.Item item -> take(record, item);
                case Prepared.Statement.Refused(Decoded.Refused refused) ->
                        quarantine(
                                record,
                                refused.item(),
                                refused.reason().label(),
                                (refused.field().isEmpty() ? "" : refused.field() + ": ")
                                        + refused.message(),
                                new PendingUpdate.Origin(
                                        refused.domain(), request.address(), request.userAgent()));
            }
        }
        if (request.replayOf() > 0) {
            work.release(request.replayOf());
        }
    }

    private void take(LogRecord record, Prepared.Statement.Item statement) {
        TrackItem item = statement.item();
        switch (admit(record, statement)) {
            case Admission.Dropped dropped -> work.count(dropped.reason());
            case Admission.Refused refused ->
                    quarantine(
                            record,
                            statement.number(),
                            refused.reason(),
                            refused.message(),
                            origin(item));
            case Admitted admitted -> {
                switch (item.kind()) {
                    case EVENT -> {
                        boolean imported = record.kind() == RequestKind.IMPORT.code();
                        event(admitted, imported, statement.id(), statement.enriched());
                    }
                    case IDENTIFY -> identify(admitted);
                    case PING -> ping(admitted);
                    case UPDATE -> update(record, statement, admitted);
                }
            }
        }
    }

    // --- steps

    private Admission admit(LogRecord record, Prepared.Statement.Item statement) {
        TrackItem item = statement.item();
        if (excludes.match(item).isPresent()) {
            return new Admission.Dropped("excluded");
        }
        Identifiers identifiers = statement.identifiers();
        identifiers.removed().forEach(work::count);
        if (identifiers.usable().isEmpty() && item.kind() != TrackItem.Kind.UPDATE) {
            return new Admission.Refused(
                    "no_identifier", "a cookie, an email or an id must tell who it was");
        }
        boolean clamped =
                item.time() != TrackItem.NO_TIME
                        && item.time() > record.received() + FUTURE_MAX_MILLIS;
        long time = item.time() == TrackItem.NO_TIME || clamped ? record.received() : item.time();
        return new Admitted(
                item,
                EventId.of(record.position(), statement.number()),
                time,
                record.received(),
                clamped,
                identifiers.usable(),
                identifiers.cookieRemoved() ? item.cookie() : "");
    }

    /// @param imported it tells of the past, so that nobody is there by it
    private void event(
            Admitted admitted, boolean imported, Optional<IdHash> id, Enriched enriched) {
        TrackItem item = admitted.item();
        if (id.isPresent() && work.seen(id.get()).isPresent()) {
            work.count("duplicate");
            return;
        }
        Identity.Resolution who =
                identity.resolve(admitted.identifiers(), admitted.time(), admitted.arrival());
        Visitor visitor = who.visitor();
        int flags =
                (enriched.bot() ? EventFlag.BOT.bit() : 0)
                        | (item.standalone() ? EventFlag.STANDALONE.bit() : 0)
                        | (admitted.clamped() ? EventFlag.TIME_CLAMPED.bit() : 0)
                        | (who.inferred() ? EventFlag.INFERRED.bit() : 0);
        Map<String, Value> properties = item.event();
        if (item.duration() >= 0) {
            properties = new LinkedHashMap<>(properties);
            properties.put("duration", Value.number(item.duration()));
        }
        work.add(
                new Event(
                        admitted.arrival(),
                        visitor.number(),
                        admitted.time(),
                        admitted.received(),
                        item.name(),
                        flags,
                        admitted.time(),
                        work.settings().visits().timeoutAsSent() ? item.timeout() : 0,
                        enriched.attributes(),
                        properties,
                        item.visit()));
        work.count("event");
        if (enriched.bot()) {
            work.count("bot");
        }
        id.ifPresent(
                hash ->
                        met(
                                hash,
                                new SeenEvent(
                                        admitted.arrival(), visitor.number(), admitted.time())));
        visitor.counted(enriched.bot());
        if (!item.standalone()) {
            if (!imported) {
                visitor.present(admitted.received());
            }
            Visitor.LatestEvent latest = visitor.latest();
            if (admitted.time() >= latest.time()) {
                visitor.latestIs(
                        new Visitor.LatestEvent(
                                admitted.arrival(), admitted.time(), admitted.time()));
            }
            stateOrigin(visitor, enriched.attributes(), admitted);
        }
        statePerson(visitor, admitted);
    }

    private void identify(Admitted admitted) {
        Identity.Resolution who =
                identity.resolve(admitted.identifiers(), admitted.time(), admitted.arrival());
        statePerson(who.visitor(), admitted);
        work.count("identify");
    }

    /// Prolongs the latest event of the person, whichever of its visitors that is stored under.
    private void ping(Admitted admitted) {
        work.count("ping");
        Optional<Visitor> found = identity.find(admitted.identifiers(), admitted.time());
        if (found.isEmpty()) {
            work.count("ping_without_person");
            return;
        }
        Visitor visitor = found.get();
        visitor.present(admitted.received());
        work.people().changed(visitor);
        Visitor holder = visitor;
        for (Visitor member : work.people().members(visitor.person())) {
            if (isLater(member.latest(), holder.latest())) {
                holder = member;
            }
        }
        Visitor.LatestEvent latest = holder.latest();
        if (latest.id() != 0 && admitted.received() > latest.activeUntil()) {
            holder.latestIs(
                    new Visitor.LatestEvent(latest.id(), latest.time(), admitted.received()));
            work.people().changed(holder);
            work.prolong(
                    new EventChange(
                            latest.id(),
                            holder.number(),
                            latest.time(),
                            admitted.arrival(),
                            admitted.received(),
                            Map.of()));
        }
    }

    private static boolean isLater(Visitor.LatestEvent event, Visitor.LatestEvent than) {
        return event.time() > than.time()
                || (event.time() == than.time() && event.id() > than.id());
    }

    private void update(LogRecord record, Prepared.Statement.Item statement, Admitted admitted) {
        work.count("update");
        if (!admitted.item().person().isEmpty() && !admitted.identifiers().isEmpty()) {
            Identity.Resolution who =
                    identity.resolve(admitted.identifiers(), admitted.time(), admitted.arrival());
            statePerson(who.visitor(), admitted);
        }
        Map<String, Value> properties = new LinkedHashMap<>(admitted.item().event());
        if (admitted.item().duration() >= 0) {
            EventChange.lay(properties, "duration", Value.number(admitted.item().duration()));
        }
        IdHash id =
                statement
                        .id()
                        .orElseThrow(() -> new IllegalStateException("no event id: " + record));
        work.seen(id)
                .ifPresentOrElse(
                        event -> change(event, admitted.arrival(), properties),
                        () ->
                                work.await(
                                        new PendingUpdate(
                                                id,
                                                admitted.arrival(),
                                                admitted.received(),
                                                properties,
                                                origin(admitted.item()),
                                                record.kind(),
                                                Decoder.single(record, statement.number()))));
    }

    private void change(SeenEvent event, long arrival, Map<String, Value> properties) {
        Optional<Visitor> visitor = work.people().visitor(event.visitor());
        if (visitor.isEmpty()) {
            work.count("update_of_deleted");
            return;
        }
        long activeUntil = 0;
        Value duration = properties.get("duration");
        if (duration != null && duration.number() >= 0) {
            activeUntil = event.time() + (long) duration.number();
        }
        work.add(
                new EventChange(
                        event.event(),
                        event.visitor(),
                        event.time(),
                        arrival,
                        activeUntil,
                        properties));
        Visitor.LatestEvent latest = visitor.get().latest();
        if (latest.id() == event.event() && activeUntil > latest.activeUntil()) {
            visitor.get()
                    .latestIs(new Visitor.LatestEvent(latest.id(), latest.time(), activeUntil));
            work.people().changed(visitor.get());
        }
    }

    /// An event with an own id is stored: remembers it and applies the updates that waited for it.
    private void met(IdHash id, SeenEvent event) {
        work.remember(id, event);
        for (PendingUpdate update : work.pending(id)) {
            work.noLongerPending(update);
            change(event, update.arrival(), update.properties());
        }
    }

    private static Quarantined unmet(PendingUpdate update) {
        return new Quarantined(
                update.arrival(),
                "update_without_event",
                "event_id: no event with this id came within 24 h",
                update.received(),
                update.origin(),
                update.kind(),
                update.payload());
    }

    private void statePerson(Visitor visitor, Admitted admitted) {
        work.schema()
                .properties(
                        Scope.VISITOR, admitted.item().person(), admitted.time(), visitor.number());
        for (Map.Entry<String, Value> property : admitted.item().person().entrySet()) {
            visitor.state(
                    property.getKey(), property.getValue(), admitted.time(), admitted.arrival());
        }
        if (!admitted.cookieText().isEmpty()) {
            visitor.state(
                    Identifier.COOKIE,
                    Value.string(admitted.cookieText()),
                    admitted.time(),
                    admitted.arrival());
        }
        String org = admitted.item().envelope().org();
        if (!org.isEmpty()) {
            visitor.state("org", Value.string(org), admitted.time(), admitted.arrival());
            stateOrganisation(org, visitor.number(), admitted);
        }
        work.people().changed(visitor);
    }

    private void stateOrganisation(String org, long visitor, Admitted admitted) {
        work.schema()
                .properties(
                        Scope.ORGANISATION,
                        admitted.item().organisation(),
                        admitted.time(),
                        visitor);
        Organisation organisation = work.people().organisation(org);
        admitted.item()
                .organisation()
                .forEach(
                        (key, value) ->
                                organisation
                                        .properties()
                                        .computeIfAbsent(key, k -> new PropertyHistory())
                                        .state(value, admitted.time(), admitted.arrival()));
        work.people().changed(organisation);
    }

    /// What the platform itself notes about a person: each is a property with a history, so that "first" and
    /// "last" and every merge come out right without more ado.
    private void stateOrigin(Visitor visitor, Attributes attributes, Admitted admitted) {
        for (AutomaticProperty property : AutomaticProperty.values()) {
            String text = attributes.get(property.source());
            boolean says =
                    property.isOfReferrer() ? saysReferrer(visitor, attributes) : !text.isEmpty();
            if (says) {
                visitor.state(
                        property.key(), Value.string(text), admitted.time(), admitted.arrival());
            }
        }
    }

    /// A direct or internal page view says nothing about where a person came from, except when it is the first.
    private static boolean saysReferrer(Visitor visitor, Attributes attributes) {
        return switch (attributes.get(Attribute.REFERRER_TYPE)) {
            case "", "direct", "internal" ->
                    !visitor.properties().containsKey(AutomaticProperty.REFERRER_TYPE.key());
            default -> true;
        };
    }

    private void quarantine(
            LogRecord record,
            int item,
            String reason,
            String message,
            PendingUpdate.Origin origin) {
        work.quarantine(
                new Quarantined(
                        EventId.of(record.position(), item),
                        reason,
                        message,
                        record.received(),
                        origin,
                        record.kind(),
                        Decoder.single(record, item)));
    }

    private static PendingUpdate.Origin origin(TrackItem item) {
        return new PendingUpdate.Origin(
                item.envelope().domain(), item.envelope().address(), item.envelope().userAgent());
    }

    // --- commit

    /// What the next commit brings.
    Committed news(ProjectId project) {
        return work.news(project);
    }

    /// Events first, then people, so that people's position never exceeds the events'; both are written at the same
    /// time.
    ///
    /// @return outcomes of the commands that are durable now, by position
    Map<Long, CommandOutcome> commit() {
        PeopleBatch people = work.peopleBatch();
        CompletableFuture<?> events = CompletableFuture.runAsync(this::commitEventsOnly, committer);
        try {
            stores.people().commit(people, () -> await(events));
        } finally {
            // Whoever is told of a failure may close the stores.
            events.handle((done, failure) -> true).join();
        }
        work.committed();
        uncommitted = 0;
        Map<Long, CommandOutcome> done = Map.copyOf(outcomes);
        outcomes.clear();
        return done;
    }

    private static void await(CompletableFuture<?> events) {
        try {
            events.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /// The first half of [#commit]; alone, it is what a crash between the two leaves behind.
    void commitEventsOnly() {
        if (work.needsEventCommit()) {
            stores.events().commit(work.eventBatch());
        }
    }
}
