package io.sojourn.server.config;

import io.sojourn.core.event.EventId;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.ingest.wire.Limits;
import io.sojourn.server.http.Network;
import io.sojourn.server.http.RequestLog;
import io.sojourn.server.http.TlsFiles;
import io.sojourn.server.logging.Logging;
import io.sojourn.server.question.QuestionLimits;
import io.sojourn.store.catalog.Role;
import io.sojourn.store.embedded.log.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The validated configuration of a server. Built from [Settings] only, so that every value has a name that an
/// error can point at.
///
/// @param host address to listen on
/// @param port 0 = a free one
/// @param projects domains of projects to create where they are new
/// @param demoPeople of the simulated shop, 0 = none
/// @param oidc empty = nobody signs in by a provider
/// @param geoFile empty = the one that is shipped
/// @param indexMemoryBytes 0 = no journey index
/// @param storesIdle a project's stores are closed after this time without use
/// @param upkeepEvery time between two compactions of the stores that are open
/// @param retentionEvery time between two looks for events that are no longer kept
/// @param seenRunIds event ids of a project that are rolled at once, though their hour is not over
public record Config(
        String host,
        int port,
        Path data,
        List<String> projects,
        int demoPeople,
        Owner owner,
        Optional<Oidc> oidc,
        LogSettings log,
        long eventsMemoryBytes,
        long indexMemoryBytes,
        Duration storesIdle,
        Duration upkeepEvery,
        Duration retentionEvery,
        int seenRunIds,
        String geoFile,
        Http http,
        Logs logs,
        Limits tracking,
        QuestionLimits questions,
        Duration drainTimeout) {

    /// @param password empty = a random one
    public record Owner(String email, String password) {
        @Override
        public String toString() {
            return "Owner[email=" + email + "]";
        }
    }

    /// How the process writes its log.
    ///
    /// @param levels by logger; the empty name is that of all the others
    public record Logs(Logging.Format format, Map<String, String> levels) {
        public Logs {
            levels = Map.copyOf(levels);
        }
    }

    /// An OpenID provider.
    ///
    /// @param issuer as it names itself
    /// @param name as people know it
    /// @param domains of emails whose people get an account by themselves
    /// @param role of such an account in every project; empty = none
    public record Oidc(
            String issuer,
            String clientId,
            String clientSecret,
            String name,
            List<String> domains,
            Optional<Role> role) {
        public Oidc {
            domains = List.copyOf(domains);
        }

        @Override
        public String toString() {
            return "Oidc[issuer=" + issuer + "]";
        }
    }

    /// @param idleTimeout of a connection
    /// @param requestTimeout for the body of a request to arrive
    /// @param trustedProxies whose word on a request's origin is taken
    /// @param tls empty = plain HTTP
    /// @param basePath below which clients find the server: empty, or such as `/sojourn`
    /// @param requests what is logged of them
    public record Http(
            Duration idleTimeout,
            Duration requestTimeout,
            List<Network> trustedProxies,
            String basePath,
            Optional<TlsFiles> tls,
            RequestLog requests) {
        public Http {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    public Config {
        projects = List.copyOf(projects);
    }

    /// @throws ProblemException with every problem that the sources and the values have
    public static Config of(Settings settings) {
        List<Problem> problems = new ArrayList<>(settings.problems());
        Values values = new Values(settings, problems);
        Config config =
                new Config(
                        values.text(Setting.HOST),
                        values.integer(Setting.PORT, 0, 65_535),
                        values.path(Setting.DATA),
                        values.domains(Setting.PROJECT),
                        values.integer(Setting.DEMO, 0, 100_000),
                        new Owner(
                                values.email(Setting.OWNER_EMAIL),
                                values.password(Setting.OWNER_PASSWORD)),
                        values.oidc(),
                        values.log(
                                Setting.LOG_RETENTION,
                                Setting.LOG_SEGMENT_BYTES,
                                Setting.LOG_BYTES_MAX),
                        values.bytes(Setting.EVENTS_MEMORY, 64L << 20, 1L << 42),
                        values.indexMemory(),
                        values.duration(
                                Setting.STORES_IDLE, Duration.ofSeconds(1), Duration.ofDays(1)),
                        values.duration(
                                Setting.UPKEEP_EVERY, Duration.ofMillis(100), Duration.ofDays(1)),
                        values.duration(
                                Setting.RETENTION_EVERY,
                                Duration.ofMillis(100),
                                Duration.ofDays(7)),
                        values.integer(Setting.SEEN_RUN_IDS, 16, 1 << 20),
                        values.readableFile(Setting.GEO_FILE),
                        new Http(
                                values.duration(
                                        Setting.IDLE_TIMEOUT,
                                        Duration.ofSeconds(1),
                                        Duration.ofHours(1)),
                                values.duration(
                                        Setting.REQUEST_TIMEOUT,
                                        Duration.ofSeconds(1),
                                        Duration.ofHours(1)),
                                values.networks(Setting.TRUSTED_PROXIES),
                                values.basePath(Setting.BASE_PATH),
                                values.tls(Setting.TLS_CERT, Setting.TLS_KEY),
                                new RequestLog(
                                        values.flag(Setting.LOG_REQUESTS),
                                        values.duration(
                                                Setting.LOG_SLOW_REQUEST,
                                                Duration.ZERO,
                                                Duration.ofHours(1)))),
                        new Logs(
                                values.logFormat(Setting.LOG_FORMAT),
                                values.logLevels(Setting.LOG_LEVEL)),
                        new Limits(
                                (int) values.bytes(Setting.URL_BYTES_MAX, 1 << 10, 60 << 10),
                                (int) values.bytes(Setting.BODY_BYTES_MAX, 1 << 10, 16 << 20),
                                values.integer(Setting.PROPERTIES_MAX, 1, 10_000),
                                values.integer(Setting.KEY_CHARS_MAX, 16, 16 << 10),
                                (int) values.bytes(Setting.VALUE_BYTES_MAX, 256, 1 << 20),
                                values.integer(Setting.BATCH_ITEMS_MAX, 1, EventId.ITEMS_MAX)),
                        new QuestionLimits(
                                values.duration(
                                        Setting.QUESTION_TIMEOUT,
                                        Duration.ofMillis(10),
                                        Duration.ofHours(1)),
                                values.bytes(Setting.QUESTION_MEMORY, 1 << 20, 1L << 42),
                                values.integer(Setting.QUESTIONS_MAX, 1, 1_000)),
                        values.duration(
                                Setting.DRAIN_TIMEOUT, Duration.ZERO, Duration.ofMinutes(30)));
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return config;
    }
}
