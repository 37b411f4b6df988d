package io.sojourn.server.demo;

import io.sojourn.core.value.Value;
import io.sojourn.server.demo.Statement.Sender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// One visit of a shopper to the shop's pages, as the tracker in their browser tells it.
final class ShopVisit {

    static final String HOST = "demo.example";

    private static final String TITLE = " · Demo Roasters";
    private static final List<String> SEARCHES =
            List.of(
                    "decaf",
                    "espresso",
                    "grinder",
                    "gift",
                    "filter",
                    "ethiopia",
                    "kettle",
                    "subscription");
    private static final List<String> ARTICLES =
            List.of(
                    "brew-guide",
                    "water-matters",
                    "meet-the-farmers",
                    "grind-size",
                    "storing-beans");

    /// How long somebody stays with one page, in milliseconds.
    private static final int STAY_MIN = 4_000;

    private static final int STAY_MORE = 50_000;

    private final Shopper shopper;
    private final RandomGenerator random;
    private final int device;
    private final Sender sender;
    private final List<Statement> told = new ArrayList<>();
    private long now;
    private String page = "";

    private ShopVisit(Shopper shopper, long start) {
        this.shopper = shopper;
        this.random = shopper.random;
        this.device = random.nextDouble() < 0.7 ? 0 : shopper.devices.size() - 1;
        this.now = start;
        this.sender =
                new Sender.Browser(
                        shopper.devices.get(device), shopper.address, shopper.place.language());
    }

    /// What happened, in order of time; the shopper is as they are afterwards.
    ///
    /// @param mail whether a link in a mail led here
    /// @param pages about how many are looked at
    static List<Statement> of(Shopper shopper, long start, boolean mail, int pages) {
        ShopVisit visit = new ShopVisit(shopper, start);
        visit.land(mail);
        visit.browse(pages);
        visit.account();
        visit.buy();
        shopper.visits++;
        return List.copyOf(visit.told);
    }

    private void land(boolean mail) {
        Source source = shopper.source;
        boolean first = shopper.visits == 0;
        String parameters =
                mail
                        ? "utm_source=newsletter&utm_medium=email&utm_campaign=sunday-brew"
                        : first || random.nextDouble() < 0.3 ? source.parameters() : "";
        String referrer = mail ? "" : first || random.nextDouble() < 0.4 ? source.referrer() : "";
        switch (random.nextInt(5)) {
            case 0 -> look(Product.USUAL.pick(random), parameters, referrer);
            case 1 ->
                    view(
                            "/blog/" + Weighted.any(ARTICLES, random),
                            "Journal",
                            parameters,
                            referrer);
            case 2 -> view("/subscription", "Coffee by subscription", parameters, referrer);
            default -> view("/", "Fresh coffee, roasted on Mondays", parameters, referrer);
        }
    }

    private void browse(int pages) {
        for (int left = 1 + random.nextInt(Math.max(1, 2 * pages - 1)); left > 1; left--) {
            switch (random.nextInt(10)) {
                case 0 -> search();
                case 1 -> view("/blog/" + Weighted.any(ARTICLES, random), "Journal");
                case 2 -> view("/subscription", "Coffee by subscription");
                case 3 -> view("/shipping", "Shipping and returns");
                case 4, 5 -> view("/shop", "All products");
                default -> look(Product.USUAL.pick(random));
            }
        }
    }

    private void account() {
        boolean subscribes = random.nextDouble() < 0.5;
        if (!shopper.account && random.nextDouble() < shopper.source.signsUp()) {
            view("/signup", "Make an account");
            shopper.account = true;
            shopper.signedIn[device] = true;
            tell(
                    "signup",
                    Map.of("method", Value.string(subscribes ? "email" : "single sign-on")),
                    person());
            if (subscribes) {
                shopper.plan = Shopper.Plan.TRIAL;
                view("/subscription/trial", "Your trial");
                tell(
                        "trial start",
                        Map.of(
                                "plan",
                                Value.string(random.nextDouble() < 0.4 ? "club" : "starter")),
                        Map.of("plan", Value.string(shopper.plan.word())));
            }
        } else if (shopper.account && !shopper.signedIn[device] && random.nextDouble() < 0.75) {
            view("/signin", "Sign in");
            shopper.signedIn[device] = true;
            tell(
                    "signin",
                    Map.of("method", Value.string("email")),
                    Map.of("email", Value.string(shopper.email)));
            view("/account", "Your account");
        }
    }

    private Map<String, Value> person() {
        Map<String, Value> person = new LinkedHashMap<>();
        person.put("email", Value.string(shopper.email));
        person.put("name", Value.string(shopper.name));
        person.put("plan", Value.string(shopper.plan.word()));
        return person;
    }

    private void buy() {
        double chance = shopper.account ? shopper.source.buys() : shopper.source.buys() / 4;
        if (random.nextDouble() > chance * 2.2) {
            return;
        }
        int items = 1 + random.nextInt(3);
        long cents = 0;
        for (int i = 0; i < items; i++) {
            Product product = Product.USUAL.pick(random);
            look(product);
            tell("add to cart", about(product), Map.of());
            cents += cents(product.price());
        }
        view("/cart", "Your cart");
        if (random.nextDouble() < 0.3) {
            return;
        }
        tell("checkout", Map.of("items", Value.number(items), "value", euros(cents)), Map.of());
        view("/checkout", "Checkout");
        if (random.nextDouble() < (shopper.account ? 0.2 : 0.45)) {
            return;
        }
        shopper.orders++;
        Map<String, Value> order = new LinkedHashMap<>();
        order.put("order", Value.string("R" + (100_000 + shopper.number) + "-" + shopper.orders));
        order.put("items", Value.number(items));
        order.put("value", euros(cents));
        order.put("currency", Value.string("EUR"));
        tell("purchase", order, Map.of("orders", Value.number(shopper.orders)));
        view("/thanks", "Thank you");
    }

    private static long cents(String price) {
        return Long.parseLong(price.replace(".", ""));
    }

    private static Value euros(long cents) {
        return Value.number("%d.%02d".formatted(cents / 100, cents % 100));
    }

    private void search() {
        String words = Weighted.any(SEARCHES, random);
        view("/search?q=" + words, "Search");
        tell(
                "search",
                Map.of("query", Value.string(words), "results", Value.number(random.nextInt(12))),
                Map.of());
    }

    private void look(Product product) {
        look(product, "", page);
    }

    private void look(Product product, String parameters, String referrer) {
        view("/shop/" + product.slug(), product.name(), parameters, referrer);
        tell("view product", about(product), Map.of());
    }

    private static Map<String, Value> about(Product product) {
        Map<String, Value> about = new LinkedHashMap<>();
        about.put("product", Value.string(product.name()));
        about.put("category", Value.string(product.category()));
        about.put("price", Value.number(product.price()));
        return about;
    }

    private void view(String path, String title) {
        view(path, title, "", page);
    }

    private void view(String path, String title, String parameters, String referrer) {
        String url = parameters.isEmpty() ? path : path + "?" + parameters;
        Map<String, Value> about = new LinkedHashMap<>();
        about.put("url", Value.string(url));
        about.put("uri", Value.string("https://" + HOST + url));
        about.put("title", Value.string(title + TITLE));
        about.put("domain", Value.string(HOST));
        page = "https://" + HOST + url;
        add(Statement.PAGE_VIEW, referrer, about, Map.of());
        now += STAY_MIN + random.nextInt(STAY_MORE);
    }

    private void tell(String name, Map<String, Value> event, Map<String, Value> person) {
        add(name, "", event, person);
        now += 1_000 + random.nextInt(6_000);
    }

    private void add(
            String name, String referrer, Map<String, Value> event, Map<String, Value> person) {
        told.add(new Statement(now, shopper.nextId(), name, sender, referrer, event, person));
    }
}
