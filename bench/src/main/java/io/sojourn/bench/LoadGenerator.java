package io.sojourn.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Sends a [Load] over keep-alive connections from one thread. A connection has one request on its way, as a browser
/// has: what a server gains from pipelining is no gain of its users.
///
/// It shares the processors with what it measures, hence plain selectors and prepared bytes: a few microseconds a
/// request.
final class LoadGenerator {
    private static final long SEED = 42;
    private static final long ANSWER_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);

    private final Load load;
    private final BooleanSupplier enough;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Latencies answer = new Latencies();
    private Counts acknowledged = Counts.NONE;
    private long started;
    private long sent;
    private long answered;
    private long refused;
    private int underWay;

    private LoadGenerator(Load load, BooleanSupplier enough) {
        this.load = load;
        this.enough = enough;
    }

    /// @param number of this run, which keeps its event ids apart from those of others
    static Load.Result run(Load load, InetSocketAddress server, int number) throws IOException {
        return run(load, server, number, () -> false);
    }

    /// @param enough whether to end before the load says so
    static Load.Result run(Load load, InetSocketAddress server, int number, BooleanSupplier enough)
            throws IOException {
        LoadGenerator generator = new LoadGenerator(load, enough);
        try (Selector selector = Selector.open()) {
            generator.connect(selector, server, number);
            return generator.run(selector);
        } finally {
            for (Connection connection : generator.connections) {
                connection.close();
            }
        }
    }

    private void connect(Selector selector, InetSocketAddress server, int number)
            throws IOException {
        for (int i = 0; i < load.connections(); i++) {
            Traffic traffic = new Traffic((number << 12) + i, load.people(), load.isBatch(), SEED);
            Connection connection = new Connection(server, selector, traffic);
            connections.add(connection);
            idle.add(connection);
        }
    }

    private Load.Result run(Selector selector) throws IOException {
        started = System.nanoTime();
        long end = started + (long) (load.seconds() * 1e9);
        long last = started;
        while (true) {
            long now = System.nanoTime();
            boolean over =
                    now - end >= 0
                            || (load.requestsMax() > 0 && sent >= load.requestsMax())
                            || enough.getAsBoolean();
            if (over && underWay == 0) {
                break;
            }
            if (now - end > ANSWER_NANOS_MAX) {
                throw new IOException(underWay + " requests were not answered within 30 s");
            }
            if (!over) {
                sendDue(now);
            }
            selector.select(this::ready, waitMillis());
            last = System.nanoTime();
        }
        return new Load.Result(acknowledged, answered, refused, last - started, answer);
    }

    private long waitMillis() {
        return load.perSecond() > 0 ? 1 : 100;
    }

    private void sendDue(long now) throws IOException {
        while (!idle.isEmpty() && (load.requestsMax() == 0 || sent < load.requestsMax())) {
            long due = now;
            if (load.perSecond() > 0) {
                due = started + (long) (sent * 1e9 / load.perSecond());
                if (due - now > 0) {
                    return;
                }
            }
            send(idle.remove(), due);
        }
    }

    private void send(Connection connection, long due) throws IOException {
        if (load.introduce()) {
            long first = sent * load.itemsPerRequest();
            int items = (int) Math.min(load.itemsPerRequest(), load.people() - first);
            connection.introduce((int) first, items);
        } else {
            connection.next(load.itemsPerRequest());
        }
        sent++;
        underWay++;
        connection.send(due);
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.write();
            }
            if (key.isReadable() && connection.read()) {
                take(connection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Connection connection) throws IOException {
        underWay--;
        long now = System.nanoTime();
        if (connection.status() == 200) {
            answered++;
            answer.add(now - connection.due());
            acknowledged = acknowledged.plus(connection.acknowledged());
        } else if (connection.status() == 503) {
            refused++;
            connection.refused();
        } else {
            throw new IOException("unexpected answer: " + connection.answer());
        }
        idle.add(connection);
        if (load.perSecond() == 0
                && now - started < load.seconds() * 1e9
                && (load.requestsMax() == 0 || sent < load.requestsMax())) {
            send(idle.removeLast(), now);
        }
    }
}
