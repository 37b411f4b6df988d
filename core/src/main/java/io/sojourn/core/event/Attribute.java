package io.sojourn.core.event;

/// What the envelope and enrichment say about an event, beside its own properties: one column each
/// in the event store. The order is the order of the columns; new ones are added at the end.
public enum Attribute {
    APP,
    /// Address the event came from, truncated where the project asks for it.
    IP,
    USER_AGENT,
    BROWSER,
    BROWSER_VERSION,
    OS,
    OS_VERSION,
    DEVICE,
    SCREEN,
    LANGUAGE,
    /// ISO 3166 alpha-2, upper case.
    COUNTRY,
    REGION,
    CITY,
    REFERRER,
    /// `direct`, `internal`, `search`, `social`, `email`, `backlink` or `paid`.
    REFERRER_TYPE,
    /// Search terms of the referrer.
    TERMS,
    CAMPAIGN_NAME,
    CAMPAIGN_SOURCE,
    CAMPAIGN_MEDIUM,
    CAMPAIGN_CONTENT,
    CAMPAIGN_TERM,
    CAMPAIGN_ID,
    /// Identifier of the organisation that the event was sent for.
    ORG,
    /// `page` of the event: host and path, for page views.
    PAGE,
    /// Name of the bot pattern that matched, where [EventFlag#BOT] is set.
    BOT;

    private static final Attribute[] ALL = values();

    public static int count() {
        return ALL.length;
    }

    public static Attribute at(int ordinal) {
        return ALL[ordinal];
    }

    /// Column and API name, lower case.
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
