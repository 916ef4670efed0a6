/** Simulation in virtual time: one queue, one seed, network models, faults, and real nodes. */
@NullMarked
package io.duet.simulation;

import org.jspecify.annotations.NullMarked;
