package io.sojourn.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What is believed of what proxies say, one request a table: `header: value` a line. The peer is 10.0.0.1; trusted are
/// 10.0.0.0/8 and 2001:db8:aa::/48.
class ForwardingTest {
    private static final Origin DIRECT = new Origin("10.0.0.1", false, "inside:8080", "");

    private final List<String> ignored = new ArrayList<>();

    private Origin look(String headers) {
        List<Network> trusted =
                List.of(
                        Network.of("10.0.0.0/8").orElseThrow(),
                        Network.of("2001:db8:aa::/48").orElseThrow());
        return new Forwarding(trusted, ignored::add)
                .look(
                        InetAddress.ofLiteral("10.0.0.1"),
                        DIRECT,
                        name ->
                                headers.lines()
                                        .map(line -> line.split(": ?", 2))
                                        .filter(l -> l[0].toLowerCase(Locale.ROOT).equals(name))
                                        .map(l -> l[1])
                                        .toList());
    }

    @Test
    void aProxyThatSaysNothingIsTheClient() {
        assertThat(look("")).isEqualTo(DIRECT);
    }

    @Test
    void oneProxyTellsEverything() {
        Origin origin =
                look(
                        """
                        X-Forwarded-For: 192.0.2.7
                        X-Forwarded-Proto: https
                        X-Forwarded-Host: stats.example.com
                        X-Forwarded-Prefix: /sojourn/
                        """);
        assertThat(origin)
                .isEqualTo(new Origin("192.0.2.7", true, "stats.example.com", "/sojourn"));
        assertThat(origin.url("/people")).isEqualTo("https://stats.example.com/sojourn/people");
        assertThat(origin.cookiePath()).isEqualTo("/sojourn");
        assertThat(ignored).isEmpty();
    }

    @Test
    void whatTheClientItselfClaimsIsLeftOfTheProxysWord() {
        assertThat(look("X-Forwarded-For: 127.0.0.1, 6.6.6.6, 192.0.2.7").address())
                .isEqualTo("192.0.2.7");
        assertThat(look("X-Forwarded-For: 6.6.6.6\nX-Forwarded-For: 192.0.2.7").address())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void trustedProxiesInARowAreLookedThrough() {
        Origin origin =
                look(
                        """
                        X-Forwarded-For: 6.6.6.6, 192.0.2.7, 10.0.0.3, 10.0.0.2
                        X-Forwarded-Proto: http, https, http, http
                        """);
        assertThat(origin.address()).isEqualTo("192.0.2.7");
        assertThat(origin.https()).as("said by the proxy that saw the client").isTrue();
        assertThat(
                        look("""
                                        X-Forwarded-For: 192.0.2.7, 10.0.0.3
                                        X-Forwarded-Proto: https
                                        """)
                                .https())
                .as("passed on by the second proxy")
                .isTrue();
    }

    @Test
    void aSpoofedSchemeLeftOfTheProxysIsNotBelieved() {
        assertThat(
                        look("""
                                        X-Forwarded-For: 192.0.2.7
                                        X-Forwarded-Proto: https, http
                                        """)
                                .https())
                .isFalse();
    }

    @Test
    void onlyTrustedHopsMeanTheFarthest() {
        assertThat(look("X-Forwarded-For: 10.9.9.9, 10.0.0.2").address()).isEqualTo("10.9.9.9");
    }

    @Test
    void malformedValuesAreIgnoredAndCounted() {
        assertThat(look("X-Forwarded-For: 192.0.2.7, unknown, 10.0.0.2").address())
                .isEqualTo("10.0.0.2");
        assertThat(look("X-Forwarded-For: localhost").address()).isEqualTo("10.0.0.1");
        assertThat(look("X-Forwarded-For: 999.1.1.1").address()).isEqualTo("10.0.0.1");
        Origin origin =
                look(
                        """
                        X-Forwarded-For: 192.0.2.7
                        X-Forwarded-Proto: gopher
                        X-Forwarded-Host: a b<script>
                        X-Forwarded-Prefix: //evil.example/"x
                        """);
        assertThat(origin).isEqualTo(new Origin("192.0.2.7", false, "inside:8080", ""));
        assertThat(ignored)
                .containsExactly(
                        "x-forwarded-for",
                        "x-forwarded-for",
                        "x-forwarded-for",
                        "x-forwarded-proto",
                        "x-forwarded-host",
                        "x-forwarded-prefix");
    }

    @Test
    void addressesComeWithPortsAndInBrackets() {
        assertThat(look("X-Forwarded-For: 192.0.2.7:4711").address()).isEqualTo("192.0.2.7");
        assertThat(look("X-Forwarded-For: [2001:db8::7]:4711").address())
                .isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(look("X-Forwarded-For: 2001:db8::7, 2001:db8:aa::1").address())
                .isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(look("X-Forwarded-For: ::ffff:192.0.2.7").address()).isEqualTo("192.0.2.7");
    }

    @Test
    void forwardedIsReadWhereItStandsAlone() {
        Origin origin =
                look(
                        """
                        Forwarded: for=6.6.6.6;proto=https, For="[2001:db8::7]:4711";Proto=https;Host="stats.example.com:8443";by=10.0.0.2, for=10.0.0.2;proto=http
                        """);
        assertThat(origin)
                .isEqualTo(new Origin("2001:db8:0:0:0:0:0:7", true, "stats.example.com:8443", ""));
        assertThat(look("Forwarded: for=_hidden;proto=https").address()).isEqualTo("10.0.0.1");
        assertThat(ignored).containsExactly("forwarded");
        assertThat(look("X-Forwarded-For: 192.0.2.7\nForwarded: for=6.6.6.6;proto=https"))
                .isEqualTo(new Origin("192.0.2.7", false, "inside:8080", ""));
    }

    @Test
    void networksAreReadStrictly() {
        assertThat(Network.of("10.0.0.0/33")).isEmpty();
        assertThat(Network.of("10.0.0.0/-1")).isEmpty();
        assertThat(Network.of("10.0.0/8")).isEmpty();
        assertThat(Network.of("example.com")).isEmpty();
        assertThat(Network.of("2001:db8::/129")).isEmpty();
        Network odd = Network.of("192.0.2.128/25").orElseThrow();
        assertThat(odd.contains(InetAddress.ofLiteral("192.0.2.128"))).isTrue();
        assertThat(odd.contains(InetAddress.ofLiteral("192.0.2.127"))).isFalse();
        assertThat(odd.contains(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(Network.of("0.0.0.0/0").orElseThrow().contains(InetAddress.ofLiteral("8.8.8.8")))
                .isTrue();
    }
}
