/**
 * What other nodes share: a node asks a peer for its list of files, page after page.
 *
 * <p>Messages out: ListFiles, answered by FilePage. Names, sizes and ids are told, but no paths.
 */
@NullMarked
package io.duet.listing;

import org.jspecify.annotations.NullMarked;
