package io.sojourn.store.embedded.event;

import io.sojourn.core.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event that a [EventSelection] is given, its changes laid over it; good until the consumer returns.
public interface EventRow {

    /// Number of the person, as the [Renumbering] says.
    long person();

    long event();

    long time();

    int flags();

    String name();

    long activeUntil();

    long timeout();

    /// Text of a property, null where there is none.
    ///
    /// @param index among the properties of the selection
    @Nullable String property(int index);

    /// Null where there is none.
    ///
    /// @param index among the attributes of the selection
    @Nullable String attribute(int index);

    Map<String, Value> visitProperties();
}
