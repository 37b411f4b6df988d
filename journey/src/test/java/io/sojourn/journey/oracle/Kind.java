package io.sojourn.journey.oracle;

import io.sojourn.journey.Context;
import io.sojourn.journey.kit.Journey;
import io.sojourn.journey.scan.JourneySource;
import java.util.List;

/// One kind of question: how it is drawn, asked, and answered slowly.
///
/// @param <Q> definition
/// @param <R> result
public interface Kind<Q, R> {

    Q draw(Drawing drawing);

    R ask(JourneySource source, Q question, Context context, Folds folds);

    R answer(List<Journey> journeys, Q question, Context context);

    /// What must hold of a result whatever it is: above all, that every number opens as many people.
    ///
    /// @return what does not
    List<String> broken(JourneySource source, Q question, Context context, R result, Folds folds);
}
