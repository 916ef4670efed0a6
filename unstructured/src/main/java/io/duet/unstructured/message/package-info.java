/**
 * The messages of the super-peer network, the values in them, and their bounds.
 *
 * <p>Invariant: every list and number in a message is bounded, and checked when it is decoded.
 */
@NullMarked
package io.duet.unstructured.message;

import org.jspecify.annotations.NullMarked;
