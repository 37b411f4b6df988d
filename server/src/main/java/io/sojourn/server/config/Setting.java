package io.sojourn.server.config;

import java.util.Locale;
import java.util.Optional;

/// Everything that the operator of a server can set, in the order it is printed. One name in three spellings:
/// `log-retention` in a file, `--log-retention` on the command line, `SOJOURN_LOG_RETENTION` in the environment.
public enum Setting {
    HOST("127.0.0.1", "ADDRESS", "address to listen on; 0.0.0.0 = every one"),
    PORT("8080", "NUMBER", "port to listen on; 0 = a free one"),
    BASE_PATH("", "PATH", "path below which a proxy serves this, such as /sojourn; empty = none"),
    TRUSTED_PROXIES(
            "",
            "ADDRESS|CIDR",
            "proxies whose X-Forwarded-* and Forwarded are believed, such as 127.0.0.1 or 10.0.0.0/8; repeatable"),
    TLS_CERT(
            "",
            "FILE",
            "PEM certificate with its chain, read again when it changes; empty = plain HTTP"),
    TLS_KEY("", "FILE", "PEM private key of the certificate"),
    DATA("./data", "FOLDER", "data folder, made where there is none"),
    PROJECT("", "DOMAIN", "domain of a project, which is created when new; repeatable"),
    DEMO(
            "0",
            "PEOPLE",
            "people of a simulated shop in the project demo.example; --demo alone = 3000, 0 = no shop"),
    OWNER_EMAIL(
            "owner@localhost", "EMAIL", "login of the owner account that the first start creates"),
    OWNER_PASSWORD("", "TEXT", "its password; empty = a random one, printed once"),
    OIDC_ISSUER(
            "",
            "URL",
            "OpenID provider to sign in with, as it names itself; empty = passwords only"),
    OIDC_CLIENT_ID("", "TEXT", "what the provider calls this server"),
    OIDC_CLIENT_SECRET("", "TEXT", "secret that the provider gave this server"),
    OIDC_NAME("OpenID", "TEXT", "what the sign-in page calls the provider"),
    OIDC_DOMAINS(
            "",
            "DOMAIN",
            "email domains whose people get an account when they first sign in; empty = only those invited; repeatable"),
    OIDC_ROLE(
            "viewer",
            "ROLE|none",
            "role of such an account in every project there is by then: viewer, analyst, admin, owner, none"),
    LOG_RETENTION(
            "1d",
            "DURATION|all",
            "how long the log keeps what the stores have confirmed, in whole days up to 7d; all = for ever"),
    LOG_SEGMENT_BYTES("64MB", "SIZE", "size at which a new file of the log is begun"),
    LOG_BYTES_MAX("4GB", "SIZE", "unconfirmed log on disk beyond which tracking is answered 503"),
    EVENTS_MEMORY("256MB", "SIZE", "memory of the event stores together"),
    INDEX_MEMORY(
            "auto",
            "SIZE|auto",
            "memory of the journey indexes together; auto = a quarter of the machine's, as far as the heap has room;"
                    + " 0 = none"),
    STORES_IDLE("15m", "DURATION", "idle time after which a project's stores are closed"),
    UPKEEP_EVERY("30s", "DURATION", "time between two rounds of folding changes into their events"),
    RETENTION_EVERY(
            "1h",
            "DURATION",
            "time between two looks for events older than their project keeps them"),
    SEEN_RUN_IDS(
            "131072",
            "NUMBER",
            "event ids of one project that are held in memory before they are sorted away"),
    GEO_FILE("", "FILE", "country or city database (.mmdb); empty = the one that is shipped"),
    URL_BYTES_MAX("16KB", "SIZE", "longest URL of a tracking request"),
    BODY_BYTES_MAX("5MB", "SIZE", "longest body, also after inflating"),
    PROPERTIES_MAX("256", "NUMBER", "properties of one statement, of all kinds together"),
    KEY_CHARS_MAX("200", "NUMBER", "characters of a property's name"),
    VALUE_BYTES_MAX("8KB", "SIZE", "longest value of a property"),
    BATCH_ITEMS_MAX("1000", "NUMBER", "items of one native batch"),
    LOG_FORMAT("text", "text|json", "form of the lines on standard error"),
    LOG_LEVEL(
            "info",
            "LEVEL|LOGGER=LEVEL",
            "off, error, warn, info, debug or trace, of all or of one logger; repeatable"),
    LOG_REQUESTS("off", "on|off", "one line for every request to the API, without its path"),
    LOG_SLOW_REQUEST("2s", "DURATION", "time beyond which a request gets a warning; 0s = never"),
    QUESTION_TIMEOUT("30s", "DURATION", "longest time that a question may take"),
    QUESTION_MEMORY(
            "256MB",
            "SIZE",
            "memory of the answers to all questions together; one gets half of it"),
    QUESTIONS_MAX("8", "NUMBER", "questions that are answered at one time; some more wait"),
    IDLE_TIMEOUT("60s", "DURATION", "idle time after which a connection is closed"),
    REQUEST_TIMEOUT("30s", "DURATION", "time within which a request's body has to arrive"),
    DRAIN_TIMEOUT("30s", "DURATION", "time that requests and ingest get to finish at shutdown");

    private final String defaultText;
    private final String shape;
    private final String description;

    Setting(String defaultText, String shape, String description) {
        this.defaultText = defaultText;
        this.shape = shape;
        this.description = description;
    }

    /// Name in a configuration file.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String option() {
        return "--" + key();
    }

    public String environmentVariable() {
        return "SOJOURN_" + name();
    }

    public String defaultText() {
        return defaultText;
    }

    /// What a value looks like, for the help text.
    public String shape() {
        return shape;
    }

    public String description() {
        return description;
    }

    /// What the option means when it is given without a value, empty where it needs one.
    public String valueWhenAlone() {
        return this == DEMO ? "3000" : "";
    }

    /// Never printed.
    public boolean secret() {
        return this == OWNER_PASSWORD || this == OIDC_CLIENT_SECRET;
    }

    /// May be given several times on the command line, or as a comma-separated list.
    public boolean repeatable() {
        return this == PROJECT
                || this == OIDC_DOMAINS
                || this == TRUSTED_PROXIES
                || this == LOG_LEVEL;
    }

    static Optional<Setting> byKey(String key) {
        for (Setting setting : values()) {
            if (setting.key().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    static Optional<Setting> byEnvironmentVariable(String name) {
        for (Setting setting : values()) {
            if (setting.environmentVariable().equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
