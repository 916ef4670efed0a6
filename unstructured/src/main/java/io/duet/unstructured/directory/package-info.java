/**
 * What the classroom presets add: sizes of files, offers of storage, and requests as events.
 *
 * <p>Messages: StorageOffer, FindStorage, StorageFound.
 */
@NullMarked
package io.duet.unstructured.directory;

import org.jspecify.annotations.NullMarked;
