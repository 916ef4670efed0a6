/** Microbenchmarks, with the yardsticks beside them; none of this is in the shipped jar. */
@NullMarked
package io.duet.experiments.bench;

import org.jspecify.annotations.NullMarked;
