/** Published figures, the experiments that measure them, and how the two compare. */
@NullMarked
package io.duet.experiments.study;

import org.jspecify.annotations.NullMarked;
