package io.sojourn.journey.scan;

/// The values of one column, by code. Code 0 is "no value"; codes never change while a scan is open, but new ones may
/// be added behind while it runs. Equal texts have one code: `95` and `"95"` are one value. For any thread.
public interface Dictionary {

    /// Codes so far, 0 included.
    int size();

    /// @param code at least 1
    String text(int code);

    /// The numeric reading of a value as [io.sojourn.core.value.Value#number] gives it, NaN where there is none.
    double number(int code);
}
