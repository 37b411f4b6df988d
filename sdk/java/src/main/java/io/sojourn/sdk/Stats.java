package io.sojourn.sdk;

/**
 * What became of the statements of a client; the first three are all that were made.
 *
 * @param accepted by the server, durable
 * @param failed each was told by its future and by the listener
 * @param waiting in the queue or under way
 * @param retried attempts that failed and were made again
 */
public record Stats(long accepted, long failed, long waiting, long retried) {}
