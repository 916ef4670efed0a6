/** How overlays are found, configured and built, and what they report to experiments. */
@NullMarked
package io.duet.overlay.spi;

import org.jspecify.annotations.NullMarked;
