package io.sojourn.server.http;

import java.util.List;

/// One line of the API.
///
/// @param template path whose `{names}` stand for one segment each, such as `/api/v1/projects/{project}/settings`; a last
///     `{*name}` stands for all that is left, and is taken where no other route has the path
/// @param access demanded of the caller before the handler is asked
public record Route(String method, String template, Access access, Handler handler) {

    public Route {
        if (!template.startsWith("/") || template.endsWith("/")) {
            throw new IllegalArgumentException(
                    "template " + template + " must begin with a slash and end without one");
        }
        if (access instanceof Access.OfProject && !template.contains("/{project}")) {
            throw new IllegalArgumentException(
                    "route " + template + " needs a role in a {project} that it does not have");
        }
        if (template.contains("/{project}") && !(access instanceof Access.OfProject)) {
            throw new IllegalArgumentException(
                    "route " + template + " has a {project} and needs no role in it");
        }
    }

    public static Route get(String template, Access access, Handler handler) {
        return new Route("GET", template, access, handler);
    }

    public static Route post(String template, Access access, Handler handler) {
        return new Route("POST", template, access, handler);
    }

    public static Route put(String template, Access access, Handler handler) {
        return new Route("PUT", template, access, handler);
    }

    public static Route patch(String template, Access access, Handler handler) {
        return new Route("PATCH", template, access, handler);
    }

    public static Route delete(String template, Access access, Handler handler) {
        return new Route("DELETE", template, access, handler);
    }

    List<String> segments() {
        return List.of(template.substring(1).split("/", -1));
    }
}
