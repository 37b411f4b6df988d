package io.sojourn.server.api;

import io.sojourn.ingest.Ingest;
import io.sojourn.server.http.Route;
import io.sojourn.server.quota.Quotas;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Accounts;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.log.EventLog;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Every route that reads or changes a project.
public final class Api {

    private Api() {}

    /// @param remains for the receipts of deletions
    /// @param quotas what projects have used
    /// @param removal deletes projects
    /// @param projectsChanged told after a change to a project that TRACK has to see
    public static List<Route> routes(
            Catalog catalog,
            OpenStores stores,
            Ingest ingest,
            EventLog log,
            InstantSource clock,
            Runnable projectsChanged,
            Remains remains,
            Quotas quotas,
            ProjectRemoval removal) {
        Projects projects = new Projects(catalog, stores);
        PersonApi persons =
                new PersonApi(projects, user -> email(catalog, user), clock, PersonApi.SEARCH_TIME);
        return Stream.of(
                        new ProjectApi(
                                        catalog,
                                        projects,
                                        new ProjectViews(catalog, stores, quotas),
                                        removal,
                                        ingest,
                                        projectsChanged)
                                .routes(),
                        new SettingsApi(
                                        catalog,
                                        projects,
                                        ingest,
                                        new RecentRequests(log),
                                        projectsChanged)
                                .routes(),
                        new SchemaApi(projects, ingest, clock).routes(),
                        new UsageApi(projects, quotas, removal, clock).routes(),
                        new PeopleApi(projects, clock, PeopleSearch.Times.DEFAULT).routes(),
                        persons.routes(),
                        new PersonCommands(projects, persons, ingest, remains, clock).routes(),
                        new QuarantineApi(catalog, projects, ingest, log).routes())
                .flatMap(List::stream)
                .toList();
    }

    /// Empty where the user is gone.
    private static String email(Catalog catalog, long user) {
        return catalog.accounts().user(user).map(Accounts.User::email).orElse("");
    }
}
