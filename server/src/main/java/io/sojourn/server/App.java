package io.sojourn.server;

import io.sojourn.ingest.Ingest;
import io.sojourn.ingest.enrich.Bots;
import io.sojourn.ingest.enrich.Enricher;
import io.sojourn.ingest.enrich.Geo;
import io.sojourn.ingest.wire.Intake;
import io.sojourn.journey.scan.Runner;
import io.sojourn.server.access.AccessApi;
import io.sojourn.server.access.ApiKeys;
import io.sojourn.server.access.AuditedRoutes;
import io.sojourn.server.api.Api;
import io.sojourn.server.api.ProjectRemoval;
import io.sojourn.server.api.ProjectViews;
import io.sojourn.server.api.Projects;
import io.sojourn.server.backup.Backup;
import io.sojourn.server.backup.BackupApi;
import io.sojourn.server.config.Config;
import io.sojourn.server.contract.Contract;
import io.sojourn.server.contract.ContractApi;
import io.sojourn.server.dashboard.Dashboard;
import io.sojourn.server.data.DataFolder;
import io.sojourn.server.data.FirstRun;
import io.sojourn.server.demo.Demo;
import io.sojourn.server.demo.DemoShop;
import io.sojourn.server.export.Exports;
import io.sojourn.server.export.Turns;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.Origins;
import io.sojourn.server.http.Route;
import io.sojourn.server.http.RouteTable;
import io.sojourn.server.http.WebServer;
import io.sojourn.server.imports.ImportApi;
import io.sojourn.server.imports.ImportIntake;
import io.sojourn.server.limit.KeyLimits;
import io.sojourn.server.live.Live;
import io.sojourn.server.live.LiveRefusals;
import io.sojourn.server.live.LiveRoutes;
import io.sojourn.server.metrics.Metrics;
import io.sojourn.server.oidc.OidcApi;
import io.sojourn.server.question.QuestionApi;
import io.sojourn.server.question.Questions;
import io.sojourn.server.question.ReportApi;
import io.sojourn.server.question.Running;
import io.sojourn.server.quota.Quotas;
import io.sojourn.server.rest.Rest;
import io.sojourn.server.segment.SegmentApi;
import io.sojourn.server.segment.Segments;
import io.sojourn.server.sql.SqlApi;
import io.sojourn.server.track.Refusals;
import io.sojourn.server.track.ScriptHandler;
import io.sojourn.server.track.TrackDirectory;
import io.sojourn.server.track.TrackHandler;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.embedded.catalog.SqliteCatalog;
import io.sojourn.store.embedded.journey.index.JourneyIndexes;
import io.sojourn.store.embedded.log.FileEventLog;
import io.sojourn.store.embedded.log.FreeSpace;
import io.sojourn.store.embedded.log.LogSettings;
import io.sojourn.store.embedded.question.SqliteQuestionStore;
import io.sojourn.store.fault.Faults;
import io.sojourn.store.log.EventLog;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: builds the graph of its parts, and takes it apart again in the opposite order.
public final class App implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(App.class);

    private final Config config;
    private final Closing closing;
    private final WebServer web;

    /// What would keep the web server from ending.
    private final Closing guests;

    private final Ingest ingest;
    private final FileEventLog log;
    private final Consumer<String> progress;
    private final List<Route> routes;

    private App(
            Config config,
            Closing closing,
            WebServer web,
            Closing guests,
            Ingest ingest,
            FileEventLog log,
            Consumer<String> progress,
            List<Route> routes) {
        this.config = config;
        this.closing = closing;
        this.web = web;
        this.guests = guests;
        this.ingest = ingest;
        this.log = log;
        this.progress = progress;
        this.routes = routes;
    }

    /// Serves on return.
    ///
    /// @param faults told of every place where a crash could hurt
    /// @param progress lines for the operator's terminal
    /// @throws io.sojourn.core.problem.ProblemException where the data folder or the port cannot be had
    public static App start(
            Config config, InstantSource clock, Faults faults, Consumer<String> progress) {
        Closing closing = new Closing();
        try {
            return build(config, clock, faults, progress, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private static App build(
            Config config,
            InstantSource clock,
            Faults faults,
            Consumer<String> progress,
            Closing closing) {
        SecureRandom random = new SecureRandom();
        DataFolder data = closing.add("data folder", DataFolder.open(config.data(), clock));
        Catalog catalog = closing.add("catalog", SqliteCatalog.open(data.path(), clock, faults));
        JourneyIndexes indexes =
                closing.add("journey indexes", new JourneyIndexes(config.indexMemoryBytes()));
        OpenStores stores =
                closing.add(
                        "stores",
                        new OpenStores(
                                new EmbeddedStores(
                                        data,
                                        catalog,
                                        config.eventsMemoryBytes(),
                                        config.indexMemoryBytes() > 0
                                                ? Optional.of(indexes)
                                                : Optional.empty(),
                                        config.seenRunIds(),
                                        faults),
                                clock));
        FileEventLog log =
                closing.add(
                        "log",
                        openLog(config.log(), data, catalog, stores, clock, faults, progress));
        Geo geo = closing.add("geo file", GeoFiles.open(config.geoFile()));
        Enricher enricher = new Enricher(geo, Bots.load());
        Live live = new Live(stores, clock);
        Runner runner =
                closing.add("questions", new Runner(Runtime.getRuntime().availableProcessors()));
        Running running = new Running(config.questions());
        Segments segments =
                new Segments(
                        catalog,
                        stores,
                        runner,
                        running,
                        clock,
                        project -> SqliteQuestionStore.exists(data.project(project)));
        closing.add("segments", segments);
        Ingest ingest =
                new Ingest(
                        log,
                        catalog,
                        stores,
                        enricher,
                        clock,
                        new CommitListeners(List.of(live, segments)));
        closing.add("ingest", () -> ingest.close(config.drainTimeout()));
        closing.add("upkeep", Upkeep.start(stores, config.storesIdle(), config.upkeepEvery()));
        Metrics metrics = closing.add("metrics", new Metrics());
        ServerGauges.register(metrics, log, ingest, stores, indexes);

        createProjects(catalog, config.projects());
        if (config.demoPeople() > 0) {
            createProjects(catalog, List.of(Demo.DOMAIN));
        }
        Quotas quotas = closing.add("quotas", new Quotas(stores, clock));
        ApiKeys keys = closing.add("keys", new ApiKeys(catalog.accounts(), clock));
        AccessApi access =
                new AccessApi(
                        catalog,
                        keys,
                        clock,
                        random,
                        new ProjectViews(catalog, stores, quotas)::of,
                        config.oidc().map(Config.Oidc::name).orElse(""));
        AtomicReference<TrackDirectory> directory = new AtomicReference<>();
        Runnable projectsChanged =
                () ->
                        directory.set(
                                TrackDirectory.of(
                                        catalog.projects(), keys::accepts, quotas::secondsShut));
        projectsChanged.run();
        Refusals refusals =
                closing.add(
                        "refusals",
                        new Refusals(new LiveRefusals(catalog, live)::keep, metrics::tracked));
        Origins origins =
                new Origins(
                        config.http().trustedProxies(),
                        config.http().basePath(),
                        metrics::ignoredHeader);
        TrackHandler tracking =
                new TrackHandler(
                        log,
                        directory::get,
                        refusals,
                        config.tracking(),
                        metrics::tracked,
                        origins,
                        clock,
                        random);
        ScriptHandler scripts = ScriptHandler.packaged(directory::get, metrics);
        ProjectRemoval removal =
                new ProjectRemoval(
                        catalog, stores, ingest, data.path().resolve("projects"), projectsChanged);
        removal.sweep();
        Contract contract = Contract.load();
        KeyLimits limits = new KeyLimits(catalog, clock);
        Projects projects = new Projects(catalog, stores);
        Turns turns = new Turns();
        Exports exports = new Exports(projects, data::project, turns, segments::members);
        Questions questions = new Questions(runner, running, segments);
        List<Route> routes =
                Routes.of(
                        new ContractApi(contract).routes(),
                        ServerHealth.of(log, ingest),
                        metrics,
                        Api.routes(
                                catalog,
                                stores,
                                ingest,
                                log,
                                clock,
                                projectsChanged,
                                new DataRemains(config.log(), data.path()),
                                quotas,
                                removal),
                        rest(
                                projects, limits, turns, questions, ingest, log, config, metrics,
                                clock),
                        exports.routes(),
                        Stream.of(
                                        new QuestionApi(projects, limits, exports, questions, clock)
                                                .routes(),
                                        new ReportApi(projects, user -> email(catalog, user), clock)
                                                .routes(),
                                        new SegmentApi(
                                                        projects,
                                                        segments,
                                                        user -> email(catalog, user),
                                                        clock)
                                                .routes())
                                .flatMap(List::stream)
                                .toList(),
                        new ImportApi(catalog, log, config.tracking(), metrics::tracked, clock)
                                .routes(),
                        new BackupApi(new Backup(data.path(), catalog, stores, log, clock, faults))
                                .routes(),
                        LiveRoutes.of(catalog, stores, live, clock),
                        access.routes(),
                        new OidcApi(
                                        catalog,
                                        access.session(),
                                        access.audit(),
                                        clock,
                                        random,
                                        config.oidc())
                                .routes(),
                        pages(config, catalog));
        contract.requireSame(routes);
        Dispatcher dispatcher =
                new Dispatcher(
                        origins,
                        new RouteTable(
                                AuditedRoutes.of(
                                        limits.guard(contract.guard(routes)), access.audit())),
                        access.authenticator(),
                        metrics,
                        config.http().requests(),
                        config.tracking().bodyBytesMax(),
                        random);
        segments.start();
        ingest.start();
        closing.add(
                "retention",
                Retention.start(catalog, stores, ingest, clock, config.retentionEvery()));
        WebServer web =
                WebServer.start(
                        webOptions(config), origins, List.of(tracking, scripts), dispatcher);
        closing.add("web server", () -> web.close(config.drainTimeout()));
        Closing guests = closing.add("guests", new Closing());
        guests.add("live views", live);
        announce(data, web, metrics);
        new FirstRun(data, catalog, random, clock).complete(web.url(), config.owner(), progress);
        if (config.demoPeople() > 0) {
            guests.add("demo", demo(config, data, catalog, log, ingest, web, clock, progress));
        }
        return new App(config, closing, web, guests, ingest, log, progress, routes);
    }

    /// What browsers are shown.
    private static List<Route> pages(Config config, Catalog catalog) {
        List<Route> pages = new ArrayList<>(Dashboard.packaged().routes());
        if (config.demoPeople() > 0) {
            pages.addAll(DemoShop.packaged(catalog).routes());
        }
        return pages;
    }

    private static Demo demo(
            Config config,
            DataFolder data,
            Catalog catalog,
            EventLog log,
            Ingest ingest,
            WebServer web,
            InstantSource clock,
            Consumer<String> progress) {
        progress.accept("demo: open " + web.url() + " and sign in; its project is " + Demo.DOMAIN);
        progress.accept("demo: its shop, to walk through: " + web.url() + DemoShop.PATH);
        return new Demo(
                data,
                catalog.projects().stream()
                        .filter(project -> project.domains().contains(Demo.DOMAIN))
                        .findFirst()
                        .orElseThrow(),
                log,
                ingest,
                clock,
                config.demoPeople(),
                progress,
                new DataFolder.Announced(
                        web.url(), web.shown().map(WebServer.Shown::fingerprint).orElse("")));
    }

    /// Empty where the user is gone.
    private static String email(Catalog catalog, long user) {
        return catalog.accounts().user(user).map(Accounts.User::email).orElse("");
    }

    /// Tells commands on this machine where the server is; with TLS also the certificate by which they know it.
    private static void announce(DataFolder data, WebServer web, Metrics metrics) {
        data.announce(web.url(), web.shown().map(WebServer.Shown::fingerprint).orElse(""));
        web.onCertificate(shown -> data.announce(web.url(), shown.fingerprint()));
        if (web.shown().isPresent()) {
            metrics.gauge(
                    "sojourn.tls.expires",
                    "when the certificate in use expires, in seconds since 1970",
                    () ->
                            web.shown()
                                    .map(shown -> (double) shown.expires().getEpochSecond())
                                    .orElse(0.0));
        }
    }

    /// Where the log lost its tail to damage, stores may be ahead of it: then it goes on after the highest
    /// position that any store has, so that no position is used twice.
    /// A log that was cut goes on after the positions that stores know.
    static FileEventLog openLog(
            LogSettings settings,
            DataFolder data,
            Catalog catalog,
            OpenStores stores,
            InstantSource clock,
            Faults faults,
            Consumer<String> progress) {
        long confirmed = catalog.confirmed();
        FileEventLog log = openLog(settings, data, confirmed, clock, faults);
        if (log.recovery().isEmpty()) {
            return log;
        }
        progress.accept("log: " + log.recovery().get());
        long used = confirmed;
        for (Catalog.Project project : catalog.projects()) {
            try (OpenStores.Lease lease = stores.acquire(project.id())) {
                used = Math.max(used, lease.stores().events().position());
            } catch (RuntimeException e) {
                // Its own ingest will say so; the others go on.
                LOG.warn("the stores of project {} do not open", project.id(), e);
            }
        }
        if (used <= log.end()) {
            return log;
        }
        log.close();
        return openLog(settings, data, used, clock, faults);
    }

    private static FileEventLog openLog(
            LogSettings settings,
            DataFolder data,
            long positionsUsed,
            InstantSource clock,
            Faults faults) {
        return FileEventLog.open(
                data.log(), settings, positionsUsed, clock, faults, FreeSpace.OF_FILE_STORE);
    }

    /// Answers that are long, of Woopra's API and of the server's own, take turns.
    private static List<Route> rest(
            Projects projects,
            KeyLimits limits,
            Turns turns,
            Questions questions,
            Ingest ingest,
            FileEventLog log,
            Config config,
            Metrics metrics,
            InstantSource clock) {
        ImportIntake intake = new ImportIntake(log, new Intake(config.tracking()));
        List<Route> routes =
                new ArrayList<>(
                        Rest.routes(
                                projects,
                                limits,
                                turns,
                                questions,
                                ingest,
                                intake,
                                metrics::tracked,
                                clock));
        routes.addAll(new SqlApi(projects).routes());
        return routes;
    }

    private static void createProjects(Catalog catalog, List<String> domains) {
        for (String domain : domains) {
            boolean known =
                    catalog.projects().stream()
                            .anyMatch(project -> project.domains().contains(domain));
            if (!known) {
                catalog.createProject(domain);
            }
        }
    }

    private static WebServer.Options webOptions(Config config) {
        return new WebServer.Options(
                config.host(),
                config.port(),
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8),
                config.http().idleTimeout(),
                config.http().requestTimeout(),
                config.http().tls());
    }

    public String url() {
        return web.url();
    }

    /// Everything that it answers, but for tracking.
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// Stops accepting, finishes the requests under way, brings what is acknowledged into the stores as far as the
    /// time goes, closes. What is left is in the log and read from there at the next start.
    @Override
    public void close() {
        progress.accept("stopping: no new requests, finishing those under way");
        guests.close();
        web.close(config.drainTimeout());
        long left = log.end() - ingest.applied();
        if (left > 0) {
            progress.accept("stopping: bringing " + left + " records into the stores");
        }
        closing.close();
    }
}
