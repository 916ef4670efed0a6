/** Trackers: they know which peers hold which pieces; an entry server sends each peer to one. */
@NullMarked
package io.duet.unstructured.tracker;

import org.jspecify.annotations.NullMarked;
