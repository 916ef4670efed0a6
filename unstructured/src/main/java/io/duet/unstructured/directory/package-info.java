/**
 * The additions of the classroom presets: sizes of files, storage offers, and queries as events.
 *
 * <p>Messages: StorageOffer and FindStorage from leaves, StorageFound to them. It has no timers.
 * Invariant: only a registered leaf may offer or request storage.
 */
@NullMarked
package io.duet.unstructured.directory;

import org.jspecify.annotations.NullMarked;
