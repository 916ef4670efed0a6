/** Plays one workload to one overlay after the other and judges how each search ended. */
@NullMarked
package io.duet.experiments.race;

import org.jspecify.annotations.NullMarked;
