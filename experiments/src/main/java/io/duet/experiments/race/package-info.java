/** Runs one materialised workload on each overlay in turn and judges the outcome of each search. */
@NullMarked
package io.duet.experiments.race;

import org.jspecify.annotations.NullMarked;
