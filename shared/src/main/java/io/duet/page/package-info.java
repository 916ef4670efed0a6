/**
 * The page of a node in a browser, and the two paths by which it moves the bytes of files without
 * naming paths of this machine: an upload is kept in the data folder, and a content has an id.
 */
@NullMarked
package io.duet.page;

import org.jspecify.annotations.NullMarked;
