package io.sojourn.store.schema;

/// What owners say about an event name or a property.
///
/// @param hidden not offered for choice
/// @param sensitive values of the property are shown to admins only; false for an event
/// @param list values of the property are lists: questions compare their elements; false for an event
public record Label(
        String title, String description, boolean hidden, boolean sensitive, boolean list) {
    public static final Label NONE = new Label("", "", false, false);

    /// Of what is no list.
    public Label(String title, String description, boolean hidden, boolean sensitive) {
        this(title, description, hidden, sensitive, false);
    }
}
