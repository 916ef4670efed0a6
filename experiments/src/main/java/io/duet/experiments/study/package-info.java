/** Experiments read from files, the published figures that they measure, and the comparison. */
@NullMarked
package io.duet.experiments.study;

import org.jspecify.annotations.NullMarked;
