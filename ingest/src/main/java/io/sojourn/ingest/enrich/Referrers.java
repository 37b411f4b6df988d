package io.sojourn.ingest.enrich;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where a person came from, by the referring page, the landing page's parameters and the campaign.
///
/// What the link itself says goes before what its host says: a click identifier or a paid medium, then the medium; then
/// the project's own domains, and the list of hosts, of which the longest name counts.
final class Referrers {

    enum Type {
        DIRECT,
        INTERNAL,
        SEARCH,
        SOCIAL,
        EMAIL,
        BACKLINK,
        PAID;

        /// As stored and shown.
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param terms of the search, empty where they are not known
    record Source(Type type, String terms) {}

    /// Parameters that advertisers' systems add to the landing page.
    private static final List<String> CLICK_IDS =
            List.of("gclid", "gbraid", "wbraid", "msclkid", "fbclid");

    private static final Set<String> PAID_MEDIA =
            Set.of("cpc", "ppc", "cpm", "cpv", "cpa", "cpp", "retargeting");
    private static final Set<String> EMAIL_MEDIA = Set.of("email", "e-mail", "newsletter");

    private static final String LIST = "referrers.tsv";

    /// The labels that stand before a country's own in names such as `example.co.uk`.
    private static final Set<String> SECOND_LEVELS =
            Set.of("co", "com", "org", "net", "ne", "or", "gov", "ac");

    /// @param parameters that carry the search terms, most usual first
    private record Site(Type type, List<String> parameters) {}

    /// Host names, `name.*` for a name under every country's domain.
    private final Map<String, Site> sites = new HashMap<>();

    Referrers() {
        for (String[] fields : DataFile.read(LIST, 3)) {
            List<String> parameters =
                    fields[2].isEmpty() ? List.of() : List.of(fields[2].split(","));
            Site site = new Site(Type.valueOf(fields[0].toUpperCase(Locale.ROOT)), parameters);
            if (sites.put(fields[1], site) != null) {
                throw new IllegalStateException(LIST + " names " + fields[1] + " twice");
            }
        }
    }

    /// @param referrer as sent, empty = none
    /// @param pageHost of the page that the event happened on, empty where not known
    /// @param pageParameters of that page
    /// @param medium of the campaign, empty = none
    /// @param domains of the project
    Source source(
            String referrer,
            String pageHost,
            Map<String, String> pageParameters,
            String medium,
            Collection<String> domains) {
        Link link = referrer.isEmpty() ? Link.NONE : Link.ofReferrer(referrer);
        Site site = site(link.host());
        String terms = site.type == Type.SEARCH ? terms(link, site) : "";
        String means = medium.strip().toLowerCase(Locale.ROOT);
        if (PAID_MEDIA.contains(means)
                || means.startsWith("paid")
                || CLICK_IDS.stream().anyMatch(pageParameters::containsKey)) {
            return new Source(Type.PAID, terms);
        }
        if (EMAIL_MEDIA.contains(means)) {
            return new Source(Type.EMAIL, terms);
        }
        if (means.equals("social")) {
            return new Source(Type.SOCIAL, terms);
        }
        if (link.host().isEmpty()) {
            return new Source(Type.DIRECT, "");
        }
        if (link.host().equals(pageHost) || isOwn(link.host(), domains)) {
            return new Source(Type.INTERNAL, "");
        }
        return new Source(site.type, terms);
    }

    /// The domain itself or one below it; `www.` makes no difference.
    static boolean isOwn(String host, Collection<String> domains) {
        for (String domain : domains) {
            int from = domain.regionMatches(true, 0, "www.", 0, 4) ? 4 : 0;
            int length = domain.length() - from;
            int at = host.length() - length;
            if (length > 0
                    && at >= 0
                    && host.regionMatches(true, at, domain, from, length)
                    && (at == 0 || host.charAt(at - 1) == '.')) {
                return true;
            }
        }
        return false;
    }

    private Site site(String host) {
        int from = 0;
        // A host name has at most 127 labels; what has more is none.
        for (int labels = 0; from >= 0 && labels < 128; labels++) {
            String name = host.substring(from);
            Site site = sites.get(name);
            if (site == null) {
                site = sites.get(anyCountry(name));
            }
            if (site != null) {
                return site;
            }
            int dot = host.indexOf('.', from);
            from = dot < 0 ? -1 : dot + 1;
        }
        return new Site(Type.BACKLINK, List.of());
    }

    /// `google.*` for `google.de` and `google.co.uk`; a name unchanged where its end is no country's domain.
    private static String anyCountry(String name) {
        int last = name.lastIndexOf('.');
        if (last <= 0) {
            return name;
        }
        int before = name.lastIndexOf('.', last - 1);
        boolean secondLevel =
                before > 0 && SECOND_LEVELS.contains(name.substring(before + 1, last));
        return name.substring(0, secondLevel ? before : last) + ".*";
    }

    private static String terms(Link link, Site site) {
        Map<String, String> parameters = link.parameters();
        for (String parameter : site.parameters) {
            String terms = parameters.getOrDefault(parameter, "").strip();
            if (!terms.isEmpty()) {
                return terms;
            }
        }
        return "";
    }
}
