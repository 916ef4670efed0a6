/** The oracle directory: the bound to which the overlays are compared. */
@NullMarked
package io.duet.experiments.baseline;

import org.jspecify.annotations.NullMarked;
