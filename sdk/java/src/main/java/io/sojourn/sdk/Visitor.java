package io.sojourn.sdk;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A person, as the program knows them: identifiers, properties, and their device where the program speaks with it.
 *
 * <p>Immutable: {@code with} and the like give a changed copy. Without an address the server speaks for somebody who is
 * elsewhere, and such events belong to no visit of theirs.
 */
public final class Visitor {
    private final Map<String, Object> person;
    private final Map<String, String> device;

    private Visitor(Map<String, Object> person, Map<String, String> device) {
        this.person = person;
        this.device = device;
    }

    /**
     * A person with an email.
     *
     * @param email not empty
     * @return that person
     */
    public static Visitor email(String email) {
        return new Visitor(Map.of("email", notEmpty("email", email)), Map.of());
    }

    /**
     * A person with an id of the program's own.
     *
     * @param id not empty
     * @return that person
     */
    public static Visitor id(String id) {
        return new Visitor(Map.of("id", notEmpty("id", id)), Map.of());
    }

    /**
     * Whoever has this cookie.
     *
     * @param cookie value of the tracker's cookie, not empty
     * @return that person
     */
    public static Visitor cookie(String cookie) {
        return new Visitor(Map.of(), Map.of("cookie", notEmpty("cookie", cookie)));
    }

    /**
     * With a property, an identifier being one too: {@code email}, {@code id}.
     *
     * @param property its name
     * @param value text, number, boolean, time, enum, map, list or array
     * @return a changed copy
     */
    public Visitor with(String property, Object value) {
        return new Visitor(plus(person, property, value), device);
    }

    /**
     * With properties.
     *
     * @param properties as in {@link #with(String, Object)}
     * @return a changed copy
     */
    public Visitor with(Map<String, ?> properties) {
        Map<String, Object> all = new LinkedHashMap<>(person);
        all.putAll(properties);
        return new Visitor(all, device);
    }

    /**
     * With the value of the tracker's cookie.
     *
     * @param cookie not empty
     * @return a changed copy
     */
    public Visitor withCookie(String cookie) {
        return device("cookie", cookie);
    }

    /**
     * With the address that the visitor comes from.
     *
     * @param ip IPv4 or IPv6
     * @return a changed copy
     */
    public Visitor withIp(String ip) {
        return device("ip", ip);
    }

    /**
     * With the visitor's browser.
     *
     * @param userAgent its header
     * @return a changed copy
     */
    public Visitor withUserAgent(String userAgent) {
        return device("user_agent", userAgent);
    }

    /**
     * With the visitor's language.
     *
     * @param language such as {@code en-US}
     * @return a changed copy
     */
    public Visitor withLanguage(String language) {
        return device("language", language);
    }

    /**
     * With the size of the visitor's screen.
     *
     * @param screen such as {@code 1024x768}
     * @return a changed copy
     */
    public Visitor withScreen(String screen) {
        return device("screen", screen);
    }

    /**
     * With the page that the visitor came from.
     *
     * @param referrer its address
     * @return a changed copy
     */
    public Visitor withReferrer(String referrer) {
        return device("referrer", referrer);
    }

    private Visitor device(String field, String value) {
        Map<String, String> all = new LinkedHashMap<>(device);
        all.put(field, notEmpty(field, value));
        return new Visitor(person, all);
    }

    void write(Json json) {
        device.forEach(json::field);
        if (!device.containsKey("ip")) {
            json.field("standalone", true);
        }
        json.field("person", person);
    }

    static Map<String, Object> plus(Map<String, Object> map, String key, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(map);
        all.put(notEmpty("the name of a property", key), value);
        return all;
    }

    static String notEmpty(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " must not be empty");
        }
        return text;
    }
}
