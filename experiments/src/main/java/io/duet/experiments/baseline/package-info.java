/** The oracle directory: the bound for the comparison of overlays. */
@NullMarked
package io.duet.experiments.baseline;

import org.jspecify.annotations.NullMarked;
