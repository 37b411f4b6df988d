package io.sojourn.server.question;

import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.Column;
import io.sojourn.server.api.Masking;
import io.sojourn.store.schema.Scope;
import java.util.Optional;

/// Refuses properties whose values the asker may not see.
public record VisibleProperties(Masking masking) implements PropertyRules {

    @Override
    public boolean isList(Column column) {
        return false;
    }

    @Override
    public Optional<String> refusal(Column column) {
        boolean hidden =
                switch (column.scope()) {
                    case EVENT_NAME -> false;
                    case EVENT -> masking.hides(Scope.EVENT, column.key());
                    case VISIT -> masking.hides(Scope.VISIT, column.key());
                    case PERSON, PERSON_FIRST, PERSON_AT_EVENT ->
                            masking.hidesOfPerson(column.key());
                };
        return hidden ? Optional.of("this property is not shown to you") : Optional.empty();
    }
}
