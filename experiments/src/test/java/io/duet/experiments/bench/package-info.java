/** Microbenchmarks, with their baselines; none of this is in the shipped jar. */
@NullMarked
package io.duet.experiments.bench;

import org.jspecify.annotations.NullMarked;
