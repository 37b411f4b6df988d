package io.sojourn.server.track;

import io.sojourn.core.event.EventId;
import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.project.ProjectId;
import io.sojourn.ingest.wire.Decoded;
import io.sojourn.ingest.wire.Inbound;
import io.sojourn.ingest.wire.RawRequest;
import io.sojourn.ingest.wire.Reason;
import io.sojourn.ingest.wire.RequestKind;
import io.sojourn.ingest.wire.TrackItem;
import io.sojourn.server.http.Credentials;
import io.sojourn.server.http.ProblemReply;
import io.sojourn.store.log.EventLog;
import io.sojourn.store.people.PendingUpdate.Origin;
import io.sojourn.store.people.Quarantined;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Decides what enters the log, and tells the verdict once that is durable. What does not enter is counted by its
/// reason and handed to [Refusals]. Never blocks.
///
/// A statement of a known project enters even when ingest will not make anything of it: its owner finds it in the
/// project's quarantine. Refused here are an unknown project, a missing key, too many requests, an exceeded limit, a
/// body that cannot be read, and any item of a native batch that is wrong.
final class Admission {
    static final String UNKNOWN_PROJECT = "unknown_project";
    static final String KEY_REQUIRED = "key_required";
    static final String RATE_LIMITED = "rate_limited";
    static final String OVER_QUOTA = "over_quota";

    private final EventLog log;
    private final Refusals refusals;
    private final TrackCounters counters;
    private final InstantSource clock;
    private final AddressRates rates = new AddressRates();

    Admission(EventLog log, Refusals refusals, TrackCounters counters, InstantSource clock) {
        this.log = log;
        this.refusals = refusals;
        this.counters = counters;
        this.clock = clock;
    }

    /// @param known the projects that its path is for
    /// @param request whose statements these are
    /// @param credentials the API key that came with it
    /// @param told once, on this thread or one of the log's
    void admit(
            TrackDirectory known,
            RawRequest request,
            Inbound inbound,
            Optional<Credentials> credentials,
            Consumer<Verdict> told) {
        Round round = new Round(known, request, credentials, told);
        switch (inbound) {
            case Inbound.Unusable unusable -> round.unusable(unusable);
            case Inbound.One one -> round.one(one);
            case Inbound.Many many -> round.many(many);
        }
    }

    /// Counts and keeps a request that never came as far as its statements.
    void refuse(RawRequest request, String domain, String reason, String message) {
        keep(request, domain, reason, message, RequestKind.REQUEST, clock.millis());
    }

    private void keep(
            RawRequest payload,
            String domain,
            String reason,
            String message,
            RequestKind kind,
            long received) {
        counters.count(reason, 1);
        refusals.add(
                new Quarantined(
                        0,
                        reason,
                        message,
                        received,
                        new Origin(
                                TrackDirectory.normal(domain),
                                payload.address(),
                                payload.userAgent()),
                        kind.code(),
                        payload.encode()));
    }

    /// A reason of refusal and what the sender is told of it.
    ///
    /// @param retryAfterSeconds 0 = as the problem's kind has it
    private record No(String reason, Problem problem, long retryAfterSeconds) {
        No(String reason, Problem problem) {
            this(reason, problem, 0);
        }

        static No overQuota(long seconds) {
            return new No(
                    OVER_QUOTA,
                    Problem.of(
                            Code.OVER_QUOTA,
                            "this project has taken as many events as it may this month"),
                    seconds);
        }

        static No because(Decoded.Refused refused) {
            return new No(
                    refused.reason().label(),
                    new Problem(refused.reason().code(), refused.field(), refused.message()));
        }

        static No unknown(String domain, TrackDirectory known) {
            String message = "no project has this domain";
            if (domain.isEmpty()) {
                message = "no project is named";
            } else if (known.isOfOne()) {
                message = "the project of this path has no such domain";
            }
            return new No(UNKNOWN_PROJECT, new Problem(Code.UNKNOWN_PROJECT, "project", message));
        }
    }

    /// Statements of one project, on their way into the log as one record or several.
    private record Group(ProjectId project, String domain, List<byte[]> lines) {}

    @SuppressWarnings("ArrayRecordComponent") // handed to the log at once, never compared
    private record Payload(ProjectId project, RequestKind kind, byte[] bytes, int statements) {}

    /// One request under way.
    private final class Round {
        private final RawRequest request;
        private final Optional<Credentials> credentials;
        private final Consumer<Verdict> told;
        private final long received = clock.millis();
        private final TrackDirectory known;
        private final Map<String, Optional<TrackDirectory.Target>> targets = new HashMap<>();
        private final Map<ProjectId, Optional<No>> gates = new HashMap<>();

        Round(
                TrackDirectory known,
                RawRequest request,
                Optional<Credentials> credentials,
                Consumer<Verdict> told) {
            this.known = known;
            this.request = request;
            this.credentials = credentials;
            this.told = told;
        }

        void unusable(Inbound.Unusable unusable) {
            refuse(request, unusable.domain(), unusable.reason().label(), unusable.message());
            told.accept(
                    new Verdict.Refused(
                            new Problem(
                                    unusable.reason().code(),
                                    unusable.field(),
                                    unusable.message())));
        }

        void one(Inbound.One one) {
            Decoded statement = one.statement();
            Optional<TrackDirectory.Target> target = known.find(statement.domain());
            Optional<No> no =
                    unreadable(statement).or(() -> target.flatMap(found -> gate(statement, found)));
            if (no.isPresent()) {
                keepRequest(statement.domain(), no.get());
                told.accept(new Verdict.Refused(no.get().problem(), no.get().retryAfterSeconds()));
            } else if (target.isEmpty()) {
                keepRequest(statement.domain(), No.unknown(statement.domain(), known));
                told.accept(new Verdict.NotRegistered(statement.domain()));
            } else {
                append(
                        List.of(
                                new Payload(
                                        target.get().project(),
                                        RequestKind.REQUEST,
                                        request.encode(),
                                        1)),
                        new Verdict.Taken(one.response()));
            }
        }

        private Optional<No> unreadable(Decoded statement) {
            return switch (statement) {
                case Decoded.Item _ -> Optional.empty();
                case Decoded.Refused refused ->
                        refused.reason().isLimit() || refused.reason() == Reason.MALFORMED_BODY
                                ? Optional.of(No.because(refused))
                                : Optional.empty();
            };
        }

        private void keepRequest(String domain, No no) {
            keep(
                    request,
                    domain,
                    no.reason(),
                    no.problem().message(),
                    RequestKind.REQUEST,
                    received);
        }

        /// The project's conditions, and its quota of events.
        private Optional<No> gate(Decoded statement, TrackDirectory.Target target) {
            return gate(target)
                    .or(
                            () -> {
                                boolean event =
                                        statement instanceof Decoded.Item item
                                                && item.statement().kind() == TrackItem.Kind.EVENT;
                                long shut = event ? known.secondsShut(target) : 0;
                                return shut > 0
                                        ? Optional.of(No.overQuota(shut))
                                        : Optional.empty();
                            });
        }

        /// The project's own conditions, asked once a request.
        private Optional<No> gate(TrackDirectory.Target target) {
            return gates.computeIfAbsent(target.project(), project -> askGate(target));
        }

        private Optional<No> askGate(TrackDirectory.Target target) {
            if (target.options().keyRequired()
                    && credentials
                            .filter(
                                    key ->
                                            known.accepts(
                                                    target.project(), key.appId(), key.secret()))
                            .isEmpty()) {
                return Optional.of(
                        new No(
                                KEY_REQUIRED,
                                Problem.of(
                                        Code.FORBIDDEN,
                                        "this project takes tracking requests with an API key only")));
            }
            if (!rates.allows(
                    target.project(),
                    request.address(),
                    target.options().perAddressPerMinute(),
                    received)) {
                return Optional.of(
                        new No(
                                RATE_LIMITED,
                                Problem.of(
                                        Code.RATE_LIMITED,
                                        "more than "
                                                + target.options().perAddressPerMinute()
                                                + " requests a minute from this address")));
            }
            return Optional.empty();
        }

        void many(Inbound.Many many) {
            Map<ProjectId, Group> groups = new LinkedHashMap<>();
            List<Verdict.Outcome> outcomes = new ArrayList<>(many.lines().size());
            List<No> refused = new ArrayList<>();
            for (Inbound.Line line : many.lines()) {
                String domain = line.statement().domain();
                Optional<TrackDirectory.Target> target =
                        targets.computeIfAbsent(domain, known::find);
                Optional<No> no = no(many.kind(), line.statement(), target);
                if (no.isPresent()) {
                    refused.add(no.get());
                    outcomes.add(rejected(no.get()));
                    keep(
                            request.withLines(domain, List.of(line.bytes())),
                            domain,
                            no.get().reason(),
                            no.get().problem().message(),
                            many.kind(),
                            received);
                } else {
                    ProjectId project = target.orElseThrow().project();
                    groups.computeIfAbsent(project, p -> new Group(p, domain, new ArrayList<>()))
                            .lines()
                            .add(line.bytes());
                    outcomes.add(new Verdict.Outcome.Accepted());
                }
            }
            if (many.kind() == RequestKind.BATCH) {
                append(payloads(many.kind(), groups), new Verdict.Items(outcomes));
            } else if (groups.isEmpty()) {
                told.accept(nothingTaken(many, refused));
            } else {
                append(payloads(many.kind(), groups), new Verdict.Taken(""));
            }
        }

        private Optional<No> no(
                RequestKind kind, Decoded statement, Optional<TrackDirectory.Target> target) {
            Optional<No> own =
                    switch (statement) {
                        case Decoded.Item _ -> Optional.empty();
                        case Decoded.Refused refused ->
                                kind == RequestKind.BATCH
                                                || refused.reason().isLimit()
                                                || (target.isEmpty()
                                                        && refused.reason()
                                                                == Reason.MALFORMED_LINE)
                                        ? Optional.of(No.because(refused))
                                        : Optional.empty();
                    };
            return own.or(
                    () ->
                            target.isEmpty()
                                    ? Optional.of(No.unknown(statement.domain(), known))
                                    : gate(statement, target.get()));
        }

        private static Verdict.Outcome rejected(No no) {
            return new Verdict.Outcome.Rejected(
                    no.reason(), no.problem().field(), no.problem().message());
        }

        private static Verdict nothingTaken(Inbound.Many many, List<No> refused) {
            boolean unknown = refused.stream().allMatch(no -> no.reason().equals(UNKNOWN_PROJECT));
            if (unknown) {
                return new Verdict.NotRegistered(many.lines().getFirst().statement().domain());
            }
            No first =
                    refused.stream()
                            .filter(no -> !no.reason().equals(UNKNOWN_PROJECT))
                            .findFirst()
                            .orElseThrow();
            return new Verdict.Refused(first.problem(), first.retryAfterSeconds());
        }

        private List<Payload> payloads(RequestKind kind, Map<ProjectId, Group> groups) {
            List<Payload> payloads = new ArrayList<>();
            for (Group group : groups.values()) {
                List<byte[]> lines = group.lines();
                for (int from = 0; from < lines.size(); from += EventId.ITEMS_MAX) {
                    List<byte[]> part =
                            lines.subList(from, Math.min(from + EventId.ITEMS_MAX, lines.size()));
                    payloads.add(
                            new Payload(
                                    group.project(),
                                    kind,
                                    request.withLines(group.domain(), part).encode(),
                                    part.size()));
                }
            }
            return payloads;
        }

        private void append(List<Payload> payloads, Verdict verdict) {
            if (payloads.isEmpty()) {
                told.accept(verdict);
                return;
            }
            Appending appending = new Appending(payloads.size(), verdict, told);
            for (Payload payload : payloads) {
                log.append(
                        payload.project(),
                        received,
                        payload.kind().code(),
                        payload.bytes(),
                        appending.listener(payload.statements()));
            }
        }
    }

    /// Waits for all records of a request.
    private final class Appending {
        private final AtomicInteger waiting;
        private final AtomicReference<Verdict> verdict;
        private final Consumer<Verdict> told;

        Appending(int records, Verdict verdict, Consumer<Verdict> told) {
            this.waiting = new AtomicInteger(records);
            this.verdict = new AtomicReference<>(verdict);
            this.told = told;
        }

        EventLog.Listener listener(int statements) {
            return new EventLog.Listener() {
                @Override
                public void durable(long position) {
                    counters.count(TrackCounters.ACCEPTED, statements);
                    arrived();
                }

                @Override
                public void refused(Code code, String message) {
                    counters.count(ProblemReply.name(code), statements);
                    verdict.set(new Verdict.Refused(Problem.of(code, message)));
                    arrived();
                }
            };
        }

        private void arrived() {
            if (waiting.decrementAndGet() == 0) {
                told.accept(verdict.get());
            }
        }
    }
}
