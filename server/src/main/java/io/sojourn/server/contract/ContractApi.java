package io.sojourn.server.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sojourn.server.http.Access;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Reply;
import io.sojourn.server.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Hands out the contract: as the file it is, as JSON, and as a page for people.
public final class ContractApi {

    /// The page needs its own style and script, and nothing else.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action"
                    + " 'none'; frame-ancestors 'none'";

    private final Contract contract;

    public ContractApi(Contract contract) {
        this.contract = contract;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api", Access.PUBLIC, this::page),
                Route.get(
                        "/api/reference.css",
                        Access.PUBLIC,
                        call -> resource("reference.css", "text/css; charset=utf-8")),
                Route.get(
                        "/api/reference.js",
                        Access.PUBLIC,
                        call -> resource("reference.js", "text/javascript; charset=utf-8")),
                Route.get("/api/v1/openapi.yaml", Access.PUBLIC, this::yaml),
                Route.get("/api/v1/openapi.json", Access.PUBLIC, this::json));
    }

    private Reply page(Call call) {
        return new Reply.Whole(
                200,
                "text/html; charset=utf-8",
                Map.of("Content-Security-Policy", POLICY),
                new ContractPage(contract, call.origin().basePath())
                        .html()
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static Reply resource(String name, String contentType) throws IOException {
        try (InputStream in = ContractApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new Reply.Whole(200, contentType, Map.of(), in.readAllBytes());
        }
    }

    private Reply yaml(Call call) {
        return Reply.text(200, "application/yaml", contract.yaml());
    }

    private Reply json(Call call) throws JsonProcessingException {
        return Reply.text(200, Reply.JSON, new JsonMapper().writeValueAsString(contract.root()));
    }
}
