/** How a search can be explained: its steps, noted where its replies arrive. */
@NullMarked
package io.duet.overlay.trace;

import org.jspecify.annotations.NullMarked;
