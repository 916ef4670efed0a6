/**
 * Downloads: one content each, from several providers at once, verified piece by piece, resumed
 * after a restart of the node, and served to others while they run.
 *
 * <p>Invariant: bytes reach the disk only after their hash was right, and a file gets its final
 * name only once it is complete.
 */
@NullMarked
package io.duet.download;

import org.jspecify.annotations.NullMarked;
