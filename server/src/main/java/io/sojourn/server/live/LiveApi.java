package io.sojourn.server.live;

import io.sojourn.core.problem.Code;
import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.core.project.ProjectId;
import io.sojourn.server.api.Masking;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import io.sojourn.store.OpenStores;
import io.sojourn.store.catalog.Catalog;
import io.sojourn.store.catalog.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What happens now in a project: as a stream of server-sent events, and as of one moment.
///
/// A stream begins with `snapshot`; `event`, `online`, `rate` and `refused` follow. `gap` says how many events a client
/// missed that was too slow or came back too late, and goes with a new `snapshot`. `end` says why it is over.
final class LiveApi {

    private static final byte[] HEARTBEAT = ": here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final String RIGHTS_CHANGED = "rights_changed";

    private final Catalog catalog;
    private final Live live;
    private final OpenStores stores;
    private final Streams streams;
    private final Duration heartbeat;

    /// @param streams counts those that are open
    /// @param heartbeat time between two looks at whether the client may still listen, and see as much
    LiveApi(Catalog catalog, OpenStores stores, Live live, Streams streams, Duration heartbeat) {
        this.catalog = catalog;
        this.stores = stores;
        this.live = live;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    private Masking masking(ProjectId project, Caller caller) {
        try (OpenStores.Lease lease = stores.acquire(project)) {
            return Masking.of(caller, project, lease.stores().people());
        }
    }

    List<Route> routes() {
        String path = "/api/v1/projects/{project}/live";
        Access viewer = Access.project(Role.VIEWER);
        return List.of(
                Route.get(path, viewer, this::stream),
                Route.get(path + "/snapshot", viewer, this::snapshot),
                Route.get(path + "/online", viewer, this::online));
    }

    private Reply snapshot(Call call) {
        ProjectId project = project(call);
        LiveFilter filter = LiveFilter.all(masking(project, call.caller()));
        return Reply.text(
                200, Reply.JSON, live.project(project).tell(telling -> telling.snapshot(filter)));
    }

    private Reply online(Call call) {
        ProjectId project = project(call);
        Masking masking = masking(project, call.caller());
        return Reply.text(
                200, Reply.JSON, live.project(project).tell(telling -> telling.online(masking)));
    }

    private Reply stream(Call call) {
        ProjectId project = project(call);
        LiveFilter filter = filter(call, masking(project, call.caller()));
        OptionalLong after = after(call);
        long user = call.caller().user();
        streams.check(user);
        return new Reply.Follow(
                "text/event-stream",
                Map.of("X-Accel-Buffering", "no"),
                (out, standing) -> {
                    try (Streams.Place _ = streams.enter(user)) {
                        follow(
                                project,
                                filter,
                                after,
                                out,
                                () ->
                                        standing.holds()
                                                && masking(project, call.caller())
                                                        .equals(filter.masking()));
                    }
                });
    }

    private void follow(
            ProjectId project,
            LiveFilter filter,
            OptionalLong after,
            OutputStream out,
            Reply.Standing standing)
            throws IOException {
        Subscription subscription = live.subscribe(project, filter, after);
        try {
            long next = System.nanoTime() + heartbeat.toNanos();
            while (true) {
                Subscription.Taken taken =
                        subscription.take(Math.max(1, (next - System.nanoTime()) / 1_000_000));
                if (taken.messages().isEmpty() && taken.lost()) {
                    live.project(project).renew(subscription);
                    continue;
                }
                for (Subscription.Message message : taken.messages()) {
                    out.write(bytes(message));
                }
                if (!taken.ended().isEmpty()) {
                    end(out, taken.ended());
                    return;
                }
                if (System.nanoTime() - next >= 0) {
                    next = System.nanoTime() + heartbeat.toNanos();
                    if (!standing.holds()) {
                        end(out, RIGHTS_CHANGED);
                        return;
                    }
                    out.write(HEARTBEAT);
                }
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            live.unsubscribe(project, subscription);
        }
    }

    private static void end(OutputStream out, String reason) throws IOException {
        out.write(bytes(new Subscription.Message("end", "", "{\"reason\":\"" + reason + "\"}")));
        out.flush();
    }

    private static byte[] bytes(Subscription.Message message) {
        String id = message.id().isEmpty() ? "" : "id: " + message.id() + "\n";
        return ("event: " + message.name() + "\n" + id + "data: " + message.data() + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private ProjectId project(Call call) {
        String number = call.path("project");
        return catalog.projects().stream()
                .map(Catalog.Project::id)
                .filter(id -> id.toString().equals(number))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Code.UNKNOWN_PROJECT, "there is no project " + number));
    }

    private static LiveFilter filter(Call call, Masking masking) {
        Set<String> names =
                Arrays.stream(call.query("events").orElse("").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet());
        String bots = call.query("bots").orElse("false");
        if (!Set.of("true", "false", "1", "0", "").contains(bots)) {
            throw new ProblemException(Problem.invalid("bots", "takes true or false"));
        }
        return new LiveFilter(
                names,
                number("person", call.query("person").orElse("")).orElse(0),
                !Set.of("false", "0").contains(bots),
                masking);
    }

    private static OptionalLong after(Call call) {
        return number("Last-Event-ID", call.header("last-event-id").orElse(""));
    }

    private static OptionalLong number(String name, String text) {
        if (text.isBlank()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.invalid(name, "takes a number, got " + text));
        }
    }
}
