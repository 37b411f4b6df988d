package io.sojourn.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sojourn.server.http.Call;
import io.sojourn.server.http.Dispatcher;
import io.sojourn.server.http.Reply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// What the server counts, in Prometheus' text form at `/metrics`. Names begin with `sojourn_`, the JVM's own with
/// `jvm_` and `process_`.
public final class Metrics implements Dispatcher.RequestObserver, AutoCloseable {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Map<String, Counter> refusals = new ConcurrentHashMap<>();

    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    /// A figure that goes up and down.
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /// A count that someone else keeps.
    public void counter(String name, String description, LongSupplier value) {
        FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .register(registry);
    }

    /// Counts tracking requests by what became of them: `accepted` or the reason of refusal.
    public void tracked(String outcome, long count) {
        refusals.computeIfAbsent(
                        outcome,
                        key ->
                                Counter.builder("sojourn.track")
                                        .description("tracking items by outcome")
                                        .tag("outcome", key)
                                        .register(registry))
                .increment((double) count);
    }

    /// Counts what a trusted proxy said in a form that nobody can read.
    public void ignoredHeader(String header) {
        Counter.builder("sojourn.proxy.ignored")
                .description("values of proxy headers that were ignored because they are malformed")
                .tag("header", header)
                .register(registry)
                .increment();
    }

    @Override
    public void answered(String method, String route, int status, long nanos) {
        Timer.builder("sojourn.http.requests")
                .description("requests to the API")
                .tag("method", knownMethod(method))
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /// A client may invent methods; a label may not grow with them.
    private static String knownMethod(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "other";
        };
    }

    public Reply scrape(Call call) {
        return Reply.text(200, CONTENT_TYPE, registry.scrape());
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
