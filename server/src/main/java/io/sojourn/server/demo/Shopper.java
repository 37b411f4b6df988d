package io.sojourn.server.demo;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A simulated person: who they are, what they use, and how far they have come with the shop. Everything they do follows
/// from their number and the seed.
final class Shopper {

    /// How somebody pays, which decides how often they come.
    enum Plan {
        NONE("none", "0", 0),
        TRIAL("trial", "0", 0.05),
        STARTER("starter", "12.00", 0.10),
        CLUB("club", "29.00", 0.18);

        private final String word;
        private final String price;
        private final double comesBackMore;

        Plan(String word, String price, double comesBackMore) {
            this.word = word;
            this.price = price;
            this.comesBackMore = comesBackMore;
        }

        String word() {
            return word;
        }

        /// In euros a month.
        String price() {
            return price;
        }

        double comesBackMore() {
            return comesBackMore;
        }
    }

    private static final String[] MAIL_HOSTS = {"mail.example", "post.example", "inbox.example"};

    final int number;
    final RandomGenerator random;
    final Place place;
    final Source source;
    final String name;
    final String email;
    final String address;
    final List<Device> devices;

    boolean account;
    Plan plan = Plan.NONE;
    int visits;
    int orders;
    int statements;

    /// Devices, by position, on which they have signed in.
    final boolean[] signedIn;

    Shopper(long seed, int number) {
        this.number = number;
        this.random = new SplittableRandom(seed * 1_000_003L + number);
        this.place = Place.USUAL.pick(random);
        this.source = Source.USUAL.pick(random);
        String given = Weighted.any(place.givenNames(), random);
        String family = Weighted.any(place.familyNames(), random);
        this.name = place.country().equals("JP") ? family + " " + given : given + " " + family;
        this.email =
                mailName(given, family, number)
                        + "@"
                        + MAIL_HOSTS[random.nextInt(MAIL_HOSTS.length)];
        this.address = place.address(random);
        this.devices = new ArrayList<>();
        boolean phoneFirst = random.nextDouble() < 0.42;
        for (int i = 0; i < (random.nextDouble() < 0.45 ? 2 : 1); i++) {
            String cookie = cookie();
            devices.add(
                    (i == 0) == phoneFirst
                            ? Device.phone(cookie, random)
                            : Device.desktop(cookie, random));
        }
        this.signedIn = new boolean[devices.size()];
    }

    private String cookie() {
        StringBuilder text = new StringBuilder(Integer.toString(number, 36));
        while (text.length() < 12) {
            text.append(Character.forDigit(random.nextInt(36), 36));
        }
        return text.toString();
    }

    private static String mailName(String given, String family, int number) {
        String plain =
                Normalizer.normalize(given + "." + family, Normalizer.Form.NFD)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z.]", "");
        return (plain.length() < 4 ? "shopper." : plain + ".") + Integer.toString(number, 36);
    }

    String nextId() {
        return "demo-" + Integer.toString(number, 36) + "-" + statements++;
    }

    /// The chance that they come again.
    double comesBack() {
        return Math.min(0.95, source.comesBack() + (account ? 0.1 : -0.12) + plan.comesBackMore());
    }
}
