/**
 * The super-peer network and blind flooding: a node, its changes of role, and how experiments and
 * processes build it. Invariants of whole networks are checked by {@code MembershipCheck}.
 */
@NullMarked
package io.duet.unstructured;

import org.jspecify.annotations.NullMarked;
