package io.sojourn.ingest;

import io.sojourn.core.event.Attribute;

/// Person properties that the platform states by itself from a person's events. `first_` and `last_` forms
/// are the ends of their histories.
public enum AutomaticProperty {
    BROWSER(Attribute.BROWSER),
    OS(Attribute.OS),
    DEVICE(Attribute.DEVICE),
    LANGUAGE(Attribute.LANGUAGE),
    COUNTRY(Attribute.COUNTRY),
    REGION(Attribute.REGION),
    CITY(Attribute.CITY),
    REFERRER_TYPE(Attribute.REFERRER_TYPE),
    REFERRER(Attribute.REFERRER),
    CAMPAIGN(Attribute.CAMPAIGN_NAME),
    CAMPAIGN_SOURCE(Attribute.CAMPAIGN_SOURCE),
    CAMPAIGN_MEDIUM(Attribute.CAMPAIGN_MEDIUM);

    private final Attribute source;
    private final String key;

    AutomaticProperty(Attribute source) {
        this.source = source;
        this.key = "$" + name().toLowerCase(java.util.Locale.ROOT);
    }

    Attribute source() {
        return source;
    }

    boolean isOfReferrer() {
        return this == REFERRER || this == REFERRER_TYPE;
    }

    /// Property key; the `$` keeps it apart from what senders name.
    public String key() {
        return key;
    }
}
