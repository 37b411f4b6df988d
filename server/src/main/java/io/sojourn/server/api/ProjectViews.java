package io.sojourn.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Caller;
import io.sojourn.server.quota.Quotas;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;

/// Projects as JSON, as a caller may see them.
///
/// @param stores hold each project's time zone
/// @param quotas know what each has used
public record ProjectViews(Catalog catalog, OpenStores stores, Quotas quotas) {

    private static final String UNKNOWN_ZONE = "UTC";

    /// Those in which the caller has a role.
    public ArrayNode of(Caller caller) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Catalog.Project project : catalog.projects()) {
            caller.role(project.id()).ifPresent(role -> list.add(view(project, role)));
        }
        return list;
    }

    /// As a caller sees it who has a role there.
    ObjectNode view(Caller caller, Catalog.Project project) {
        return view(project, caller.role(project.id()).orElse(Role.VIEWER));
    }

    private ObjectNode view(Catalog.Project project, Role role) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", project.id().toString())
                        .put("name", project.name());
        ArrayNode domains = json.putArray("domains");
        project.domains().forEach(domains::add);
        json.put("role", role.word()).put("zone", zone(project));
        json.set("quota", quotas.view(project));
        return json;
    }

    /// A project that does not open is still listed.
    private String zone(Catalog.Project project) {
        try (OpenStores.Lease lease = stores.acquire(project.id())) {
            return lease.stores().people().settings().zone().getId();
        } catch (ProblemException e) {
            return UNKNOWN_ZONE;
        }
    }
}
