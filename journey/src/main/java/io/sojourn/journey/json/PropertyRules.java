package io.sojourn.journey.json;

import io.sojourn.journey.scan.Column;
import java.util.Optional;

/// What holds of a project's properties for whoever asks.
public interface PropertyRules {

    /// Nothing special.
    PropertyRules NONE =
            new PropertyRules() {
                @Override
                public boolean isList(Column column) {
                    return false;
                }

                @Override
                public Optional<String> refusal(Column column) {
                    return Optional.empty();
                }
            };

    /// Whether the values are lists, so that a comparison means their elements.
    boolean isList(Column column);

    /// Why the asker may not use it; empty = allowed.
    Optional<String> refusal(Column column);
}
