package io.sojourn.server.http;

import io.sojourn.core.problem.ProblemException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the files of the certificate every so often and hands on what has changed. A pair that is wrong, half
/// replaced perhaps, changes nothing: the one in use stays.
final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    static final Duration EVERY = Duration.ofSeconds(1);

    private final TlsFiles files;
    private final Vertx vertx;
    private final Consumer<Certificate> changed;
    private final Thread thread;
    private volatile Certificate current;
    private String lastProblem = "";

    CertificateWatch(TlsFiles files, Vertx vertx, Consumer<Certificate> changed) {
        this.files = files;
        this.vertx = vertx;
        this.changed = changed;
        this.current = Certificate.read(files, vertx);
        this.thread = Thread.ofPlatform().daemon().name("certificate").unstarted(this::watch);
        warnOfExpiry(current);
    }

    void start() {
        thread.start();
    }

    Certificate current() {
        return current;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Certificate found = Certificate.read(files, vertx);
            lastProblem = "";
            if (!found.sameAs(current)) {
                current = found;
                changed.accept(found);
                LOG.info("the certificate has changed, the new one expires {}", found.expires());
                warnOfExpiry(found);
            }
        } catch (ProblemException e) {
            String problem = e.problems().toString();
            if (!problem.equals(lastProblem)) {
                lastProblem = problem;
                LOG.warn("the certificate in use stays: {}", e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("the certificate could not be changed", e);
        }
    }

    private static void warnOfExpiry(Certificate certificate) {
        if (certificate.expires().isBefore(Instant.now())) {
            LOG.warn("the certificate has expired: {}", certificate.expires());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
