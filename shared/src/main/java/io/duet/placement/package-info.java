/**
 * Placement: copies of a content on several nodes. The node of a user offers it to peers with free
 * space (questions FindSpace, StoreOffer); each that accepts fetches it, and shares it as its own.
 * From then on every holder compares the live copies with the wanted number now and then
 * (FindHolding): the first one in an order that all compute adds copies, and the last ones drop
 * theirs.
 *
 * <p>Invariants: only copies that a node stores for others are dropped; a holder drops its copy
 * only after as many holders as wanted, which precede it in the order, have answered in two rounds;
 * what a node stores stays within its quota; a peer is believed only about itself.
 */
@NullMarked
package io.duet.placement;

import org.jspecify.annotations.NullMarked;
