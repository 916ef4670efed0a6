/**
 * The role of a super-peer: it registers leaves, answers their searches, and is elected or demoted.
 *
 * <p>Messages in: those of {@code LeafMessage}, Ping, PartnerRequest. Messages out: their replies,
 * Promote, Redirect. Timer: the ping period. Invariant: a leaf is registered while it is heard, and
 * at most {@code room} leaves are.
 */
@NullMarked
package io.duet.unstructured.superpeer;

import org.jspecify.annotations.NullMarked;
