package io.sojourn.sdk;

import java.util.concurrent.CompletableFuture;

/**
 * One item of a batch, written down when it was said.
 *
 * @param json empty where it could not be written
 * @param sinceNanos when it was made, as {@link System#nanoTime()} tells it
 */
record Statement(String json, long sinceNanos, CompletableFuture<Void> told) {}
