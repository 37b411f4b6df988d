package io.sojourn.ingest.enrich;

import io.sojourn.core.problem.Problem;
import io.sojourn.core.project.ProjectSettings.Exclude;
import io.sojourn.core.value.Value;
import io.sojourn.ingest.wire.TrackItem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A project's excludes, ready to be matched. Addresses are compared before they are truncated. User agents and hosts
/// match in any case; paths, event names and properties only in their own. A property is looked for among those of the
/// event, the person and the visit.
public final class Excludes {

    public static final Excludes NONE = new Excludes(List.of());

    private record Rule(Exclude source, Optional<Network> network, Wildcard text) {}

    private final List<Rule> rules = new ArrayList<>();

    private Excludes(List<Exclude> excludes) {
        for (Exclude exclude : excludes) {
            Optional<Network> network =
                    exclude.what() == Exclude.Target.ADDRESS
                            ? Network.parse(exclude.pattern())
                            : Optional.empty();
            boolean ignoreCase =
                    switch (exclude.what()) {
                        case USER_AGENT, HOST -> true;
                        case ADDRESS, PATH, EVENT, PROPERTY -> false;
                    };
            rules.add(new Rule(exclude, network, new Wildcard(exclude.pattern(), ignoreCase)));
        }
    }

    /// A rule that [#problems] objects to matches nothing.
    public static Excludes of(List<Exclude> excludes) {
        return excludes.isEmpty() ? NONE : new Excludes(excludes);
    }

    /// What is wrong with some excludes, for whoever sets them.
    ///
    /// @param field path of the list, such as `excludes`
    public static List<Problem> problems(String field, List<Exclude> excludes) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < excludes.size(); i++) {
            Exclude exclude = excludes.get(i);
            String at = field + "[" + i + "]";
            if (exclude.pattern().isEmpty()) {
                problems.add(Problem.invalid(at + ".pattern", "pattern must not be empty"));
            } else if (exclude.what() == Exclude.Target.ADDRESS
                    && Network.parse(exclude.pattern()).isEmpty()) {
                problems.add(
                        Problem.invalid(
                                at + ".pattern",
                                "neither an address nor a CIDR block: " + exclude.pattern()));
            }
            if (exclude.what() == Exclude.Target.PROPERTY && exclude.key().isEmpty()) {
                problems.add(Problem.invalid(at + ".key", "key must name the property"));
            }
        }
        return problems;
    }

    /// The first rule that an item matches.
    public Optional<Exclude> match(TrackItem item) {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        Page page = Page.of(item);
        Optional<InetAddress> address = Ip.parse(item.envelope().address());
        for (Rule rule : rules) {
            if (matches(rule, item, page, address)) {
                return Optional.of(rule.source);
            }
        }
        return Optional.empty();
    }

    private static boolean matches(
            Rule rule, TrackItem item, Page page, Optional<InetAddress> address) {
        return switch (rule.source.what()) {
            case ADDRESS ->
                    address.isPresent()
                            && rule.network.isPresent()
                            && rule.network.get().contains(address.get());
            case USER_AGENT -> matches(rule, item.envelope().userAgent());
            case HOST -> matches(rule, page.host());
            case PATH -> matches(rule, page.path());
            case EVENT -> matches(rule, item.name());
            case PROPERTY ->
                    matches(rule, item.event())
                            || matches(rule, item.person())
                            || matches(rule, item.visit());
        };
    }

    private static boolean matches(Rule rule, Map<String, Value> properties) {
        Value value = properties.get(rule.source.key());
        return value != null && matches(rule, value.text());
    }

    /// What was not sent matches nothing, not even `*`.
    private static boolean matches(Rule rule, String text) {
        return !text.isEmpty() && rule.text.matches(text);
    }

    /// The addresses that share their first bits.
    private record Network(InetAddress base, int bits) {

        static Optional<Network> parse(String text) {
            int slash = text.indexOf('/');
            Optional<InetAddress> base = Ip.parse(slash < 0 ? text : text.substring(0, slash));
            if (base.isEmpty()) {
                return Optional.empty();
            }
            int bitsMax = base.get().getAddress().length * 8;
            if (slash < 0) {
                return Optional.of(new Network(base.get(), bitsMax));
            }
            String digits = text.substring(slash + 1);
            if (digits.isEmpty()
                    || digits.length() > 3
                    || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                    || Integer.parseInt(digits) > bitsMax) {
                return Optional.empty();
            }
            return Optional.of(new Network(base.get(), Integer.parseInt(digits)));
        }

        boolean contains(InetAddress address) {
            byte[] own = base.getAddress();
            byte[] other = address.getAddress();
            if (own.length != other.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : 0xff00 >> (bits - bit);
                if (((own[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
