/**
 * The client with which Java programs send events and people to Sojourn. Begin with {@link Sojourn}.
 *
 * <p>Comments here are of the old form: the sources are read by tools of Java 17.
 */
@NullMarked
package io.sojourn.sdk;

import org.jspecify.annotations.NullMarked;
