package io.sojourn.ingest.enrich;

import static io.sojourn.ingest.enrich.Items.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.project.ProjectSettings.BotSettings;
import io.sojourn.core.project.ProjectSettings.IpSettings;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnricherTest {

    private static final String CHROME_ON_MAC =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/32.0.1700.77 Safari/537.36";
    private static final String SAFARI_ON_IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15"
                    + " (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
    private static final String CHROME_ON_TABLET =
            "Mozilla/5.0 (Linux; Android 13; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/120.0.0.0 Safari/537.36";
    private static final String HEADLESS =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " HeadlessChrome/156.0.0.0 Safari/537.36";

    private static final Geo GEO =
            address ->
                    switch (address.getHostAddress()) {
                        case "8.8.8.8" -> new Geo.Place("US", "California", "Mountain View");
                        case "2001:db8:1:2:3:4:5:6" -> new Geo.Place("DE", "", "");
                        default -> Geo.Place.UNKNOWN;
                    };

    private final Enricher enricher = new Enricher(GEO, Bots.load());

    @Test
    void theEnvelopeIsKeptAsSent() {
        Attributes attributes =
                attributes(
                        "app=js-client",
                        "screen=800x600",
                        "language=en-US",
                        "org=acme",
                        "referer=https://a.example/x?y",
                        "user-agent=" + CHROME_ON_MAC);
        assertThat(attributes.get(Attribute.APP)).isEqualTo("js-client");
        assertThat(attributes.get(Attribute.SCREEN)).isEqualTo("800x600");
        assertThat(attributes.get(Attribute.LANGUAGE)).isEqualTo("en-US");
        assertThat(attributes.get(Attribute.ORG)).isEqualTo("acme");
        assertThat(attributes.get(Attribute.REFERRER)).isEqualTo("https://a.example/x?y");
        assertThat(attributes.get(Attribute.USER_AGENT)).isEqualTo(CHROME_ON_MAC);
    }

    @Test
    void aUserAgentSaysBrowserSystemAndDevice() {
        assertThat(client("user-agent=" + CHROME_ON_MAC))
                .isEqualTo("Chrome 32.0.1700 on Mac OS X 10.9.1, desktop");
        assertThat(client("user-agent=" + SAFARI_ON_IPHONE))
                .isEqualTo("Mobile Safari 17.4 on iOS 17.4, mobile");
        assertThat(client("user-agent=" + CHROME_ON_TABLET))
                .isEqualTo("Chrome 120.0.0 on Android 13, tablet");
        assertThat(client("user-agent=who knows")).isEqualTo("  on  , ");
        assertThat(client()).isEqualTo("  on  , ");
    }

    @Test
    void whatTheClientSaysOfItselfGoesFirst() {
        assertThat(
                        client(
                                "user-agent=" + CHROME_ON_MAC,
                                "browser=Chrome86.0.4240.111",
                                "os=Android 14",
                                "device=Pixel 8"))
                .isEqualTo("Chrome 86.0.4240.111 on Android 14, Pixel 8");
        assertThat(client("user-agent=" + CHROME_ON_MAC, "os=Plan 9 from Bell Labs"))
                .isEqualTo("Chrome 32.0.1700 on Plan 9 from Bell Labs , desktop");
        assertThat(client("browser=42", "os=...")).isEqualTo("42  on ... , ");
    }

    @Test
    void anAddressHasAPlace() {
        Attributes attributes = attributes("ip=8.8.8.8");
        assertThat(attributes.get(Attribute.IP)).isEqualTo("8.8.8.8");
        assertThat(attributes.get(Attribute.COUNTRY)).isEqualTo("US");
        assertThat(attributes.get(Attribute.REGION)).isEqualTo("California");
        assertThat(attributes.get(Attribute.CITY)).isEqualTo("Mountain View");
    }

    @Test
    void addressesAreTruncatedAfterTheirPlaceIsKnown() {
        ProjectSettings truncating = settings(BotSettings.DEFAULT, new IpSettings(true, true));
        Attributes four = attributes(truncating, "ip=8.8.8.8");
        assertThat(four.get(Attribute.IP)).isEqualTo("8.8.8.0");
        assertThat(four.get(Attribute.COUNTRY)).isEqualTo("US");
        Attributes six = attributes(truncating, "ip=2001:db8:1:2:3:4:5:6");
        assertThat(six.get(Attribute.IP)).isEqualTo("2001:db8:1::");
        assertThat(six.get(Attribute.COUNTRY)).isEqualTo("DE");
        assertThat(attributes(truncating, "ip=8.8.8.8 or so").get(Attribute.IP)).isEmpty();
        assertThat(attributes("ip=8.8.8.8 or so").get(Attribute.IP)).isEqualTo("8.8.8.8 or so");
    }

    @Test
    void aBrowserNamesNoAddressWhereTheProjectForbidsIt() {
        ProjectSettings strict = settings(BotSettings.DEFAULT, new IpSettings(false, false));
        assertThat(attributes(strict, "ip=8.8.8.8", "app=js-client").get(Attribute.IP)).isEmpty();
        assertThat(attributes(strict, "ip=8.8.8.8", "app=php").get(Attribute.IP))
                .isEqualTo("8.8.8.8");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4",
        "' 1.2.3.4 ', 1.2.3.4",
        "1.2.3.4:8080, 1.2.3.4",
        "'1.2.3.4, 5.6.7.8', 1.2.3.4",
        "::ffff:1.2.3.4, 1.2.3.4",
        "[2001:DB8::1]:443, 2001:db8::1",
        "fe80::1%eth0, fe80::1",
        "2001:db8:0:0:1:0:0:0, 2001:db8:0:0:1::",
        "::, ::",
        "::1, ::1",
        "1:2:3:4:5:6:0:8, 1:2:3:4:5:6:0:8",
        "0:0:1:0:0:0:1:0, 0:0:1::1:0",
    })
    void addressesAreReadWithWhatStandsAroundThem(String sent, String kept) {
        assertThat(attributes("ip=" + sent).get(Attribute.IP)).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"1.2.3", "1", "1.2.3.256", "localhost", "1.2.3.4.5", "g::1", ":::", "1.2.3.４"})
    void whatIsNoAddressIsNone(String sent) {
        assertThat(Ip.parse(sent)).isEmpty();
    }

    @Test
    void aPageIsHostAndPathOfAPageView() {
        String[] tracker = {
            "ce_url=/page?utm_source=news",
            "ce_domain=127.0.0.1",
            "ce_uri=https://127.0.0.1:18443/page?utm_source=news#top"
        };
        assertThat(attributes(tracker).get(Attribute.PAGE)).isEqualTo("127.0.0.1/page");
        assertThat(attributes("ce_url=/a/b", "ce_domain=Shop.Example.com").get(Attribute.PAGE))
                .isEqualTo("shop.example.com/a/b");
        assertThat(attributes("ce_url=https://example.com").get(Attribute.PAGE))
                .isEqualTo("example.com/");
        assertThat(attributes("ce_url=/only/path?x#y").get(Attribute.PAGE)).isEqualTo("/only/path");
        assertThat(
                        attributes("event=outgoing", "ce_url=https://other.example/x")
                                .get(Attribute.PAGE))
                .isEmpty();
        assertThat(attributes().get(Attribute.PAGE)).isEmpty();
    }

    @Test
    void aCampaignIsWhatTheEventSaysElseItsPage() {
        Attributes sent =
                attributes(
                        "ce_campaign_name=spring",
                        "ce_campaign_source=news",
                        "ce_campaign_medium=email",
                        "ce_campaign_content=top",
                        "ce_campaign_term=shoes",
                        "ce_campaign_id=7",
                        "ce_uri=https://e.com/?utm_campaign=other");
        assertThat(campaign(sent)).isEqualTo("spring/news/email/top/shoes/7");
        assertThat(
                        campaign(
                                attributes(
                                        "ce_uri=https://e.com/?utm_campaign=a+b&utm_source=%C3%BC"
                                                + "&utm_medium=m&utm_content=c&utm_term=t&utm_id=9")))
                .isEqualTo("a b/ü/m/c/t/9");
        assertThat(campaign(attributes("ce_url=/x?woo_campaign=w&woo_source=s&utm_source=u")))
                .isEqualTo("w/u////");
        assertThat(campaign(attributes("event=outgoing", "ce_url=/x?utm_source=s")))
                .isEqualTo("/////");
    }

    @ParameterizedTest
    @CsvSource({
        "'', direct, ''",
        "https://www.google.com/, search, ''",
        "https://www.google.co.uk/search?hl=en&q=red+shoes, search, red shoes",
        "https://www.google.com.br/search?q=%C3%A1gua, search, água",
        "https://google.evil.example/search?q=x, backlink, ''",
        "https://notgoogle.com/, backlink, ''",
        "android-app://com.google.android.googlequicksearchbox/, search, ''",
        "https://search.yahoo.com/search?p=a%zzb, search, a%zzb",
        "https://www.bing.com/search?q=, search, ''",
        "http://www.baidu.com/s?wd=%B2%E9, search, ²é",
        "https://yandex.ru/search/?text=x, search, x",
        "https://l.facebook.com/l.php?u=x, social, ''",
        "https://t.co/abc, social, ''",
        "https://news.ycombinator.com/item?id=1, social, ''",
        "https://mail.google.com/mail/u/0/, email, ''",
        "android-app://com.google.android.gm/, email, ''",
        "https://example.com/other, internal, ''",
        "https://shop.Example.com./, internal, ''",
        "https://example.com.evil.example/, backlink, ''",
        "https://notexample.com/, backlink, ''",
        "https://user:pw@blog.example:8080/post, backlink, ''",
        "blog.example/post, backlink, ''",
        "about:blank, direct, ''",
        "'https://', direct, ''",
    })
    void aReferrerIsOfOneKind(String referrer, String type, String terms) {
        Attributes attributes = attributes("referer=" + referrer);
        assertThat(attributes.get(Attribute.REFERRER_TYPE)).isEqualTo(type);
        assertThat(attributes.get(Attribute.TERMS)).isEqualTo(terms);
    }

    @Test
    void aPaidLinkIsPaidWhateverItsReferrer() {
        assertThat(type("ce_url=/?gclid=x", "referer=https://www.google.com/")).isEqualTo("paid");
        assertThat(type("ce_url=/?a=b&fbclid=x")).isEqualTo("paid");
        assertThat(type("ce_uri=https://e.com/?msclkid=x#y")).isEqualTo("paid");
        assertThat(type("ce_campaign_medium=CPC")).isEqualTo("paid");
        assertThat(type("ce_url=/?utm_medium=paid-social")).isEqualTo("paid");
        assertThat(type("ce_url=/?xgclid=x&gclid=")).isEqualTo("direct");
    }

    @Test
    void aMediumTellsWhatAMissingReferrerCannot() {
        assertThat(type("ce_url=/?utm_medium=email")).isEqualTo("email");
        assertThat(type("ce_url=/?utm_medium=Newsletter")).isEqualTo("email");
        assertThat(type("ce_url=/?utm_medium=social")).isEqualTo("social");
        assertThat(type("ce_url=/?utm_medium=banner")).isEqualTo("direct");
    }

    @Test
    void aReferrerOnThePagesOwnHostIsInternal() {
        assertThat(type("ce_uri=http://localhost:3000/b", "referer=http://localhost:3000/a"))
                .isEqualTo("internal");
    }

    @Test
    void botsAreMarkedByNameAsTheProjectSays() {
        Enriched marked =
                enricher.enrich(item("user-agent=" + HEADLESS), ProjectSettings.DEFAULT, Set.of());
        assertThat(marked.bot()).isTrue();
        assertThat(marked.attributes().get(Attribute.BOT)).isEqualTo("HeadlessChrome");
        ProjectSettings lenient = settings(new BotSettings(true, false), IpSettings.DEFAULT);
        Enriched unmarked = enricher.enrich(item("user-agent=" + HEADLESS), lenient, Set.of());
        assertThat(unmarked.bot()).isFalse();
        assertThat(unmarked.attributes().get(Attribute.BOT)).isEmpty();
        assertThat(attributes("user-agent=curl/8.0").get(Attribute.BOT)).isEmpty();
        assertThat(attributes(lenient, "user-agent=curl/8.0").get(Attribute.BOT)).isEqualTo("curl");
        assertThat(attributes("user-agent=-").get(Attribute.BOT)).isEmpty();
    }

    @Test
    void hostileTextNeverFailsAndSoonEnds() {
        Random random = new Random(Long.getLong("seed", 20_261_124L));
        String[] shapes = {
            "(",
            "Mozilla/5.0 (",
            "Android ",
            "; ",
            "/1.",
            "%",
            "%C3",
            "http://",
            "//",
            "a.",
            "@",
            "[::",
            "?q=",
            "&&==",
            " ",
            "\u0000",
            "\ud800",
            "\uffff",
            "Spider",
            "İ",
            "Current",
            "9.",
            "_",
            "*",
            ","
        };
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder();
            int length = 1 << random.nextInt(14);
            String one = shapes[random.nextInt(shapes.length)];
            while (text.length() < length) {
                text.append(random.nextInt(4) > 0 ? one : shapes[random.nextInt(shapes.length)]);
            }
            String hostile = text.toString();
            Attributes attributes =
                    attributes(
                            "user-agent=" + hostile,
                            "referer=" + hostile,
                            "ip=" + hostile,
                            "browser=" + hostile,
                            "os=" + hostile,
                            "ce_uri=" + hostile,
                            "ce_url=" + hostile,
                            "ce_domain=" + hostile,
                            "ce_campaign_medium=" + hostile);
            assertThat(attributes.get(Attribute.REFERRER)).isEqualTo(hostile);
        }
    }

    private String client(String... said) {
        Attributes attributes = attributes(said);
        return attributes.get(Attribute.BROWSER)
                + " "
                + attributes.get(Attribute.BROWSER_VERSION)
                + " on "
                + attributes.get(Attribute.OS)
                + " "
                + attributes.get(Attribute.OS_VERSION)
                + ", "
                + attributes.get(Attribute.DEVICE);
    }

    private String type(String... said) {
        return attributes(said).get(Attribute.REFERRER_TYPE);
    }

    private static String campaign(Attributes attributes) {
        return String.join(
                "/",
                attributes.get(Attribute.CAMPAIGN_NAME),
                attributes.get(Attribute.CAMPAIGN_SOURCE),
                attributes.get(Attribute.CAMPAIGN_MEDIUM),
                attributes.get(Attribute.CAMPAIGN_CONTENT),
                attributes.get(Attribute.CAMPAIGN_TERM),
                attributes.get(Attribute.CAMPAIGN_ID));
    }

    private Attributes attributes(String... said) {
        return attributes(ProjectSettings.DEFAULT, said);
    }

    private Attributes attributes(ProjectSettings settings, String... said) {
        return enricher.enrich(item(said), settings, Set.of("www.example.com")).attributes();
    }

    private static ProjectSettings settings(BotSettings bots, IpSettings ip) {
        ProjectSettings plain = ProjectSettings.DEFAULT;
        return new ProjectSettings(
                plain.zone(),
                plain.weekStart(),
                plain.visits(),
                plain.identity(),
                bots,
                plain.excludes(),
                ip);
    }
}
