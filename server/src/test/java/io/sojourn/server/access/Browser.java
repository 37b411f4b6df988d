package io.sojourn.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.server.kit.Answer;
import io.sojourn.server.kit.ApiClient;
import io.sojourn.server.kit.TestServer;
import java.io.IOException;

/// A browser that is signed in: its cookie, and the token that its page sends.
public record Browser(ApiClient page, String cookie, String csrf) {

    /// `name=value` of the cookie that an answer sets.
    public static String cookie(Answer answer) {
        String set = answer.header("Set-Cookie");
        return set.substring(0, set.indexOf(';'));
    }

    public static Browser signIn(TestServer server, String email, String password)
            throws IOException, InterruptedException {
        Answer answer = trySignIn(server.anonymous(), email, password);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return of(server, answer);
    }

    /// After an answer that signed in.
    public static Browser of(TestServer server, Answer answer) {
        String cookie = cookie(answer);
        String csrf = answer.json().path("csrf").asText();
        return new Browser(
                server.anonymous().with("Cookie", cookie).with("X-Sojourn-CSRF", csrf),
                cookie,
                csrf);
    }

    public static Answer trySignIn(ApiClient client, String email, String password)
            throws IOException, InterruptedException {
        return client.post(
                "/api/v1/session",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
    }
}
