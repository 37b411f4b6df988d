package io.sojourn.server.question;

import io.sojourn.journey.json.PropertyRules;
import io.sojourn.journey.scan.Column;
import io.sojourn.server.api.Masking;
import io.sojourn.store.people.PeopleStore;
import io.sojourn.store.schema.PropertyKey;
import io.sojourn.store.schema.Scope;
import java.util.Optional;
import java.util.Set;

/// The properties of a project as an asker may use them: those whose values are hidden from the asker are refused.
///
/// @param lists properties that are marked as lists
public record VisibleProperties(Masking masking, Set<PropertyKey> lists) implements PropertyRules {

    public VisibleProperties {
        lists = Set.copyOf(lists);
    }

    public static VisibleProperties of(Masking masking, PeopleStore people) {
        return new VisibleProperties(masking, people.lists());
    }

    @Override
    public boolean isList(Column column) {
        return !lists.isEmpty()
                && column.scope() != Column.Scope.EVENT_NAME
                && lists.contains(new PropertyKey(scope(column), column.key()));
    }

    private static Scope scope(Column column) {
        return switch (column.scope()) {
            case EVENT, EVENT_NAME -> Scope.EVENT;
            case VISIT -> Scope.VISIT;
            case PERSON, PERSON_FIRST, PERSON_AT_EVENT -> Scope.VISITOR;
        };
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
