package io.sojourn.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.problem.ProblemException;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Caller;
import io.sojourn.server.http.Origin;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static final Contract CONTRACT =
            Contract.of(
                    """
                    openapi: 3.1.0
                    info: {title: 'Shop <1>', description: 'A `shop`'}
                    tags: [{name: Orders, description: What was bought}]
                    paths:
                      /api/v1/orders/{order}:
                        post:
                          tags: [Orders]
                          summary: Order
                          parameters:
                            - {name: order, in: path, required: true, schema: {type: string, pattern: '^[0-9]+$'}}
                            - {name: limit, in: query, required: true, schema: {type: integer, minimum: 1, maximum: 10}}
                            - {name: dry, in: query, schema: {type: boolean}}
                            - {name: states, in: query, schema: {type: array, items: {type: string, enum: [open, paid]}}}
                          requestBody:
                            required: true
                            content:
                              application/json:
                                schema: {$ref: '#/components/schemas/Order'}
                          responses:
                            '200': {description: Done, content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
                            '204': {description: Nothing}
                            default: {description: Wrong, content: {application/problem+json: {}}}
                    components:
                      schemas:
                        Order:
                          type: object
                          required: [items]
                          properties:
                            note: {type: [string, 'null'], maxLength: 5}
                            items: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Item'}}
                            parent: {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/Item'}]}
                        Item:
                          type: object
                          required: [name]
                          properties: {name: {type: string}, price: {type: number, exclusiveMinimum: 0}}
                    """);

    private static final Operation ORDER =
            CONTRACT.operation("POST", "/api/v1/orders/{order}").orElseThrow();

    private static List<String> problems(String order, Map<String, String> query, String body) {
        return ORDER
                .problems(
                        new Call(
                                "id",
                                Origin.UNKNOWN,
                                "POST",
                                Map.of("order", order),
                                query,
                                Map.of(),
                                body.getBytes(StandardCharsets.UTF_8),
                                Caller.NOBODY))
                .stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aRequestAsStatedIsTaken() {
        assertThat(
                        problems(
                                "7",
                                Map.of("limit", "10", "dry", "1", "states", "open,paid"),
                                """
                                {"note":null,"items":[{"name":"cup","price":1.5}],"parent":null}"""))
                .isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() {
        assertThat(
                        problems(
                                "x",
                                Map.of(
                                        "limit",
                                        "11",
                                        "dry",
                                        "maybe",
                                        "states",
                                        "open,lost",
                                        "lmit",
                                        "1"),
                                """
                                {"note":"too long","items":[{"price":0,"colour":"red"}],"parent":{"name":3}}"""))
                .containsExactlyInAnyOrder(
                        "order: must have the form ^[0-9]+$, got \"x\"",
                        "limit: must be at most 10, got 11",
                        "dry: must be true or false, got \"maybe\"",
                        "states[1]: must be one of open, paid, got \"lost\"",
                        "lmit: there is no such parameter",
                        "note: must have at most 5 characters",
                        "items[0].name: is missing",
                        "items[0].price: must be more than 0, got 0",
                        "items[0].colour: there is no such field",
                        "parent.name: must be a string, got 3");
    }

    @Test
    void whatIsMissingIsSaid() {
        assertThat(problems("7", Map.of(), "{}"))
                .containsExactlyInAnyOrder("limit: is missing", "items: is missing");
        assertThat(problems("7", Map.of("limit", "1"), ""))
                .containsExactly("the body is empty, JSON is wanted");
        assertThat(problems("7", Map.of("limit", "many"), "[]"))
                .containsExactlyInAnyOrder(
                        "limit: must be a whole number, got \"many\"", "must be an object, got []");
    }

    @Test
    void anAnswerWithAFieldThatIsNotStatedDiffers() {
        byte[] body =
                """
                {"items":[{"name":"cup","secret":1}]}"""
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(ORDER.differences(200, "application/json", body))
                .containsExactly("200 items[0].secret: there is no such field");
        assertThat(ORDER.differences(200, "text/html", body)).hasSize(1);
        assertThat(ORDER.differences(204, "", new byte[0])).isEmpty();
        assertThat(ORDER.differences(204, "application/json", body)).hasSize(1);
        assertThat(ORDER.differences(418, "application/problem+json", body)).isEmpty();
    }

    @Test
    void routesThatDifferFromTheFileAreNamed() {
        Route other = Route.get("/api/v1/refunds", Access.PUBLIC, call -> Reply.empty());
        assertThatThrownBy(() -> CONTRACT.requireSame(List.of(other)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("/api/v1/refunds GET: is served but not stated")
                .hasMessageContaining(
                        "/api/v1/orders/{order} POST: is stated in openapi.yaml but not served");
        assertThat(CONTRACT.guard(List.of(other))).containsExactly(other);
    }

    @Test
    void aGuardedHandlerIsNotAskedWithWhatIsWrong() {
        Route route =
                new Route(
                        "POST", ORDER.path(), Access.PUBLIC, call -> Reply.text(200, "t", "asked"));
        Route guarded = CONTRACT.guard(List.of(route)).getFirst();
        Call wrong =
                new Call(
                        "id",
                        Origin.UNKNOWN,
                        "POST",
                        Map.of("order", "7"),
                        Map.of(),
                        Map.of(),
                        new byte[0],
                        Caller.NOBODY);
        assertThatThrownBy(() -> guarded.handler().handle(wrong))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("limit: is missing");
    }

    @Test
    void thePageShowsOperationsAndShapesWithTheTextEscaped() {
        String page = new ContractPage(CONTRACT, "/base").html();
        assertThat(page)
                .contains("<h1>Shop &lt;1&gt; API</h1>", "A <code>shop</code>")
                .contains("<code>/api/v1/orders/{order}</code>", "What was bought")
                .contains("<a href=\"#shape-order\">Order</a>", "id=\"shape-item\"")
                .contains("src=\"/base/api/reference.js\"")
                .doesNotContain("<style", "onclick", "http://", "https://");
    }
}
