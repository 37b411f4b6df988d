package io.sojourn.ingest.enrich;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sojourn.core.event.Attribute;
import io.sojourn.core.event.Attributes;
import io.sojourn.core.project.ProjectSettings;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says what an item's envelope, page, address and user agent mean. Pure but for its caches, whose contents never
/// change an answer; never throws whatever was sent. Thread-safe.
public final class Enricher {

    /// Name of the event of a page view.
    static final String PAGE_VIEW = "pv";

    private static final int PLACES_CACHED_MAX = 20_000;

    /// `app` of the clients that run in a visitor's browser.
    private static final Set<String> BROWSER_APPS = Set.of("js-client", "sojourn", "sojourn-js");

    /// Where an attribute of the campaign is said, in the order in which it counts.
    ///
    /// @param property `ce_campaign_X`
    /// @param utm parameter of the page, `woo` another
    private record CampaignField(Attribute attribute, String property, String utm, String woo) {
        static CampaignField of(Attribute attribute, String name) {
            String parameter = name.equals("name") ? "campaign" : name;
            return new CampaignField(
                    attribute, "campaign_" + name, "utm_" + parameter, "woo_" + parameter);
        }
    }

    private static final List<CampaignField> CAMPAIGN =
            List.of(
                    CampaignField.of(Attribute.CAMPAIGN_NAME, "name"),
                    CampaignField.of(Attribute.CAMPAIGN_SOURCE, "source"),
                    CampaignField.of(Attribute.CAMPAIGN_MEDIUM, "medium"),
                    CampaignField.of(Attribute.CAMPAIGN_CONTENT, "content"),
                    CampaignField.of(Attribute.CAMPAIGN_TERM, "term"),
                    CampaignField.of(Attribute.CAMPAIGN_ID, "id"));

    private final Geo geo;
    private final Bots bots;
    private final UserAgents userAgents = new UserAgents();
    private final Referrers referrers = new Referrers();
    private final Cache<InetAddress, Geo.Place> places =
            Caffeine.newBuilder().maximumSize(PLACES_CACHED_MAX).build();

    /// @param geo closed by whoever opened it
    public Enricher(Geo geo, Bots bots) {
        this.geo = geo;
        this.bots = bots;
    }

    /// @param domains of the project: a referrer on them is internal
    public Enriched enrich(TrackItem item, ProjectSettings settings, Collection<String> domains) {
        TrackItem.Envelope envelope = item.envelope();
        Attributes.Builder out = new Attributes.Builder();
        out.set(Attribute.APP, envelope.app())
                .set(Attribute.USER_AGENT, envelope.userAgent())
                .set(Attribute.SCREEN, envelope.screen())
                .set(Attribute.LANGUAGE, envelope.language())
                .set(Attribute.REFERRER, envelope.referrer())
                .set(Attribute.ORG, envelope.org());
        address(envelope, settings.ip(), out);
        client(envelope, out);
        page(item, domains, out);
        Optional<String> bot = bots.name(envelope.userAgent(), settings.bots());
        bot.ifPresent(name -> out.set(Attribute.BOT, name));
        return new Enriched(out.build(), bot.isPresent());
    }

    private void address(
            TrackItem.Envelope envelope,
            ProjectSettings.IpSettings settings,
            Attributes.Builder out) {
        if (envelope.addressSent()
                && !settings.browserMaySet()
                && BROWSER_APPS.contains(envelope.app())) {
            return;
        }
        Optional<InetAddress> address = Ip.parse(envelope.address());
        if (address.isEmpty()) {
            out.set(Attribute.IP, settings.truncate() ? "" : envelope.address());
            return;
        }
        Geo.Place place = places.get(address.get(), geo::place);
        InetAddress kept = settings.truncate() ? Ip.truncated(address.get()) : address.get();
        out.set(Attribute.IP, Ip.text(kept))
                .set(Attribute.COUNTRY, place.country())
                .set(Attribute.REGION, place.region())
                .set(Attribute.CITY, place.city());
    }

    /// What the client says of itself goes before what its user agent says.
    private void client(TrackItem.Envelope envelope, Attributes.Builder out) {
        UserAgents.Agent agent = userAgents.agent(envelope.userAgent());
        NameAndVersion browser =
                envelope.browser().isEmpty()
                        ? new NameAndVersion(agent.browser(), agent.browserVersion())
                        : NameAndVersion.of(envelope.browser());
        NameAndVersion os =
                envelope.os().isEmpty()
                        ? new NameAndVersion(agent.os(), agent.osVersion())
                        : NameAndVersion.of(envelope.os());
        out.set(Attribute.BROWSER, browser.name())
                .set(Attribute.BROWSER_VERSION, browser.version())
                .set(Attribute.OS, os.name())
                .set(Attribute.OS_VERSION, os.version())
                .set(
                        Attribute.DEVICE,
                        envelope.device().isEmpty() ? agent.device() : envelope.device());
    }

    private void page(TrackItem item, Collection<String> domains, Attributes.Builder out) {
        Page page = Page.of(item);
        Map<String, String> parameters = page.parameters();
        for (CampaignField field : CAMPAIGN) {
            out.set(field.attribute(), campaign(item, parameters, field));
        }
        Referrers.Source source =
                referrers.source(
                        item.envelope().referrer(),
                        page.host(),
                        parameters,
                        out.get(Attribute.CAMPAIGN_MEDIUM),
                        domains);
        out.set(Attribute.PAGE, page.name())
                .set(Attribute.REFERRER_TYPE, source.type().key())
                .set(Attribute.TERMS, source.terms());
    }

    /// `ce_campaign_X`, else `utm_X`, else `woo_X` of the page; the name is `utm_campaign` there.
    private static String campaign(
            TrackItem item, Map<String, String> parameters, CampaignField field) {
        Value sent = item.event().get(field.property());
        if (sent != null && !sent.text().isEmpty()) {
            return sent.text();
        }
        String utm = parameters.getOrDefault(field.utm(), "");
        return utm.isEmpty() ? parameters.getOrDefault(field.woo(), "") : utm;
    }

    /// A sent text such as `Chrome86.0.4240.111` or `Android 14`, taken apart where it ends in a version.
    record NameAndVersion(String name, String version) {

        static NameAndVersion of(String text) {
            int start = text.length();
            while (start > 0 && isVersionChar(text.charAt(start - 1))) {
                start--;
            }
            while (start < text.length() && !Character.isDigit(text.charAt(start))) {
                start++;
            }
            String name = text.substring(0, start);
            while (name.endsWith(" ") || name.endsWith("/")) {
                name = name.substring(0, name.length() - 1);
            }
            return name.isEmpty()
                    ? new NameAndVersion(text, "")
                    : new NameAndVersion(name, text.substring(start));
        }

        private static boolean isVersionChar(char c) {
            return (c >= '0' && c <= '9') || c == '.' || c == '_';
        }
    }
}
