/**
 * The super-peer network and flooding: their entry points, the node that plays the roles of leaf
 * and super-peer, and the start and invariants of a simulated network.
 *
 * <p>{@code UnstructuredNode} serves VerifyHit in every role and passes other messages and all
 * timers to its present role. Invariants of whole networks are checked by {@code MembershipCheck}.
 */
@NullMarked
package io.duet.unstructured;

import org.jspecify.annotations.NullMarked;
