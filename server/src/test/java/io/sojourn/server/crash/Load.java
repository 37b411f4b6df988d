package io.sojourn.server.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Seeded traffic from several clients at once, each of which ends with the server or after a number of steps.
final class Load {
    private static final int CLIENTS = 4;
    private static final long ROUND_SECONDS_MAX = 120;

    private final Ledger ledger = new Ledger();
    private final List<Visitors> clients = new ArrayList<>();

    /// @param valueChars length of the value that every event of a batch carries
    Load(long seed, int valueChars) {
        AtomicInteger numbers = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Visitors("w" + i, new Random(seed + i), ledger, numbers, valueChars));
        }
    }

    Ledger ledger() {
        return ledger;
    }

    /// Traffic under way.
    final class Round implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        private final CountDownLatch flowing = new CountDownLatch(CLIENTS);
        private final List<Future<?>> running = new ArrayList<>();
        private final Client client;

        private Round(Client client, int stepsMax) {
            this.client = client;
            for (Visitors visitors : clients) {
                running.add(threads.submit(() -> run(visitors, stepsMax)));
            }
        }

        private Void run(Visitors visitors, int stepsMax) throws InterruptedException {
            try {
                for (int i = 0; i < stepsMax; i++) {
                    visitors.step(client);
                    flowing.countDown();
                }
            } catch (Client.Gone gone) {
                flowing.countDown();
            }
            return null;
        }

        /// Returns once every client had an answer.
        void awaitFlowing() throws InterruptedException {
            if (!flowing.await(ROUND_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer");
            }
        }

        /// Waits until the server is gone or all steps are done.
        void await() throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROUND_SECONDS_MAX);
            for (Future<?> each : running) {
                try {
                    each.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (ExecutionException e) {
                    throw new IllegalStateException("a client failed", e.getCause());
                } catch (java.util.concurrent.TimeoutException e) {
                    throw new IllegalStateException("a client does not end", e);
                }
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
            client.close();
        }
    }

    /// Takes over the client and closes it.
    Round begin(Client client, int stepsMax) {
        return new Round(client, stepsMax);
    }

    /// All steps, to a server that is not to end.
    void run(Client client, int stepsMax) throws InterruptedException {
        try (Round round = begin(client, stepsMax)) {
            round.await();
        }
    }
}
