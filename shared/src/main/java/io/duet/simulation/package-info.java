/** Virtual time: one queue, one seed, network models and faults, running the nodes' own code. */
@NullMarked
package io.duet.simulation;

import org.jspecify.annotations.NullMarked;
