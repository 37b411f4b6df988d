package io.sojourn.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// What one browser tab, or one sending server, says: page views of Zipf-chosen people, an update for every second
/// one, now and then an identify, and 1 in 100 page views twice. Of 33 people one is a bot, every third is known
/// by email. For one thread.
final class Traffic {
    static final String PROJECT = "bench.example";

    private static final double DUPLICATE_SHARE = 0.01;
    private static final double IDENTIFY_SHARE = 0.02;
    private static final int BOT_EVERY = 33;
    private static final int EMAIL_EVERY = 3;
    private static final int PAGES = 5_000;

    private static final List<byte[]> BROWSERS =
            List.of(
                    ascii(windows("128.0.0.0")),
                    ascii(windows("127.0.0.0")),
                    ascii(windows("126.0.0.0")),
                    ascii(
                            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
                                    + " Gecko) Version/17.5 Safari/605.1.15"),
                    ascii(
                            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML,"
                                    + " like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"),
                    ascii(
                            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
                                    + " Chrome/128.0.0.0 Mobile Safari/537.36"),
                    ascii("Mozilla/5.0 (X11; Linux x86_64; rv:129.0) Gecko/20100101 Firefox/129.0"),
                    ascii(
                            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"));
    private static final byte[] BOT =
            ascii("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)");

    private static final byte[] GET_CE = ascii("GET /track/ce?project=bench.example&event=pv");
    private static final byte[] GET_UPDATE = ascii("GET /track/update?project=bench.example");
    private static final byte[] GET_IDENTIFY = ascii("GET /track/identify?project=bench.example");
    private static final byte[] CLIENT =
            ascii(
                    "&instance=woopra&app=js-client&screen=1920x1080&language=en-US&timeout=300000"
                            + "&referer=https%3A%2F%2Fwww.google.com%2F&cookie=");
    private static final byte[] ID = ascii("&idptnc=");
    private static final byte[] PAGE =
            ascii("&ce_domain=bench.example&ce_title=Page%20of%20the%20bench&ce_uri=%2Fpage%2F");
    private static final byte[] DURATION = ascii("&ce_scroll%20depth=0.8&duration=12000");
    private static final byte[] EMAIL = ascii("&cv_email=person");
    private static final byte[] AT = ascii("%40bench.example&cv_plan=pro");
    private static final byte[] HEAD =
            ascii(
                    String.join(
                            "\r\n",
                            " HTTP/1.1",
                            "Host: 127.0.0.1",
                            "Connection: keep-alive",
                            "Accept: */*",
                            "Accept-Language: en-US,en;q=0.9",
                            "Referer: https://bench.example/page",
                            "User-Agent: "));
    private static final byte[] END = ascii("\r\n\r\n");

    private static final byte[] J_TYPE = ascii("{\"project\":\"bench.example\",\"type\":\"");
    private static final byte[] J_EVENT = ascii("event\",\"event\":\"pv");
    private static final byte[] J_UPDATE = ascii("update");
    private static final byte[] J_IDENTIFY = ascii("identify");
    private static final byte[] J_COOKIE = ascii("\",\"cookie\":\"");
    private static final byte[] J_ID = ascii("\",\"event_id\":\"");
    private static final byte[] J_AGENT = ascii("\",\"user_agent\":\"");
    private static final byte[] J_PAGE =
            ascii(
                    "\",\"referrer\":\"https://www.google.com/\",\"properties\":{\"title\":\"Page of the bench\","
                            + "\"url\":\"https://bench.example/page/");
    private static final byte[] J_PERSON = ascii("\"},\"person\":{\"email\":\"person");
    private static final byte[] J_AT = ascii("@bench.example\",\"plan\":\"pro");
    private static final byte[] J_PERSON_ONLY = ascii("\",\"person\":{\"email\":\"person");
    private static final byte[] J_DURATION =
            ascii("\",\"duration\":12000,\"properties\":{\"scroll depth\":\"0.8");
    private static final byte[] J_CLOSE = ascii("\"}}\n");

    private final SplittableRandom random;
    private final int people;
    private final boolean batch;
    private long nextId;
    private long nextPerson;

    private int person;
    private long eventId;
    private int page;
    private int pageViews;
    private boolean updateIsDue;
    private boolean duplicateIsDue;

    /// @param number of this sender, which keeps its event ids apart from the others'
    /// @param people to choose from
    /// @param batch items of the native batch instead of GETs
    Traffic(int number, int people, boolean batch, long seed) {
        this.random = new SplittableRandom(seed + number);
        this.people = people;
        this.batch = batch;
        this.nextId = ((long) number) << 40;
    }

    /// Every person once from now on, those that this sender has its turn for.
    void introduce(int firstPerson) {
        nextPerson = firstPerson;
    }

    /// Appends a page view of the next person in turn.
    void introduceNext(Bytes out) {
        person = (int) nextPerson++;
        pageView(out);
    }

    /// Appends the next statement.
    Counts next(Bytes out) {
        if (duplicateIsDue) {
            duplicateIsDue = false;
            event(out);
            return new Counts(0, 1, 0, 0);
        }
        if (updateIsDue) {
            updateIsDue = false;
            update(out);
            return new Counts(0, 0, 1, 0);
        }
        person = (int) Math.min(people - 1, Math.pow(people, random.nextDouble()));
        if (person % EMAIL_EVERY == 0 && random.nextDouble() < EMAIL_EVERY * IDENTIFY_SHARE) {
            identify(out);
            return new Counts(0, 0, 0, 1);
        }
        pageView(out);
        updateIsDue = ++pageViews % 2 == 0;
        duplicateIsDue = random.nextDouble() < DUPLICATE_SHARE;
        return new Counts(1, 0, 0, 0);
    }

    /// The last statement was not acknowledged: nothing follows from it.
    void refused() {
        updateIsDue = false;
        duplicateIsDue = false;
    }

    private void pageView(Bytes out) {
        eventId = mixed(++nextId);
        page = random.nextInt(PAGES);
        event(out);
    }

    /// Mixes bits without loss, so that different numbers stay different.
    private static long mixed(long number) {
        long z = (number ^ (number >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }

    private byte[] agent() {
        return person % BOT_EVERY == BOT_EVERY - 1 ? BOT : BROWSERS.get(person % BROWSERS.size());
    }

    private boolean isKnown() {
        return person % EMAIL_EVERY == 0;
    }

    private Bytes cookie(Bytes out) {
        return cookie(person, out);
    }

    private static Bytes cookie(int person, Bytes out) {
        return out.hex(mixed(person + 1L), 12);
    }

    static String cookie(int person) {
        return cookie(person, new Bytes()).toString();
    }

    /// Told for every third one only.
    static String email(int person) {
        return "person" + person + "@bench.example";
    }

    private void event(Bytes out) {
        if (batch) {
            cookie(out.add(J_TYPE).add(J_EVENT).add(J_COOKIE));
            out.add(J_ID).hex(eventId, 16).add(J_AGENT).add(agent()).add(J_PAGE).number(page);
            if (isKnown()) {
                out.add(J_PERSON).number(person).add(J_AT);
            }
            out.add(J_CLOSE);
        } else {
            cookie(out.add(GET_CE).add(CLIENT));
            out.add(ID).hex(eventId, 16).add(PAGE).number(page);
            if (isKnown()) {
                out.add(EMAIL).number(person).add(AT);
            }
            head(out);
        }
    }

    private void update(Bytes out) {
        if (batch) {
            cookie(out.add(J_TYPE).add(J_UPDATE).add(J_COOKIE));
            out.add(J_ID).hex(eventId, 16).add(J_DURATION).add(J_CLOSE);
        } else {
            cookie(out.add(GET_UPDATE).add(CLIENT)).add(ID).hex(eventId, 16).add(DURATION);
            head(out);
        }
    }

    private void identify(Bytes out) {
        if (batch) {
            cookie(out.add(J_TYPE).add(J_IDENTIFY).add(J_COOKIE));
            out.add(J_PERSON_ONLY).number(person).add(J_AT).add(J_CLOSE);
        } else {
            cookie(out.add(GET_IDENTIFY).add(CLIENT)).add(EMAIL).number(person).add(AT);
            head(out);
        }
    }

    private void head(Bytes out) {
        out.add(HEAD).add(agent()).add(END);
    }

    private static String windows(String chrome) {
        return "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
                + chrome
                + " Safari/537.36";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
