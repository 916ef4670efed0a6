/** Published figures, the experiments that measure them, and their comparison. */
@NullMarked
package io.duet.experiments.study;

import org.jspecify.annotations.NullMarked;
