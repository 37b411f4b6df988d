package io.sojourn.bench;

/// What a run of the load generator sends and how fast.
///
/// @param connections kept alive, each with at most one request on its way
/// @param itemsPerRequest 1 = GETs as browsers send them, more = native batches
/// @param perSecond requests, at even distances whatever the answers take; 0 = as fast as they are answered
/// @param requestsMax at which it ends before its time, 0 = only its time ends it
/// @param people to choose from
/// @param introduce every person once instead, in order
record Load(
        int connections,
        int itemsPerRequest,
        double seconds,
        double perSecond,
        long requestsMax,
        int people,
        boolean introduce) {

    static Load gets(int connections, double seconds, int people) {
        return new Load(connections, 1, seconds, 0, 0, people, false);
    }

    static Load batches(int connections, int items, double seconds, int people) {
        return new Load(connections, items, seconds, 0, 0, people, false);
    }

    static Load introduction(int connections, int items, int people) {
        return new Load(connections, items, 3_600, 0, Math.ceilDiv(people, items), people, true);
    }

    Load paced(double requestsPerSecond) {
        return new Load(
                connections,
                itemsPerRequest,
                seconds,
                requestsPerSecond,
                requestsMax,
                people,
                introduce);
    }

    boolean isBatch() {
        return itemsPerRequest > 1 || introduce;
    }

    /// What came of it.
    ///
    /// @param acknowledged statements in requests answered 200
    /// @param refused requests answered 503
    /// @param nanos from the first request to the last answer
    /// @param answer from when a request was due to its whole answer
    record Result(Counts acknowledged, long requests, long refused, long nanos, Latencies answer) {
        double requestsPerSecond() {
            return requests * 1e9 / nanos;
        }

        double statementsPerSecond() {
            return acknowledged.statements() * 1e9 / nanos;
        }
    }
}
