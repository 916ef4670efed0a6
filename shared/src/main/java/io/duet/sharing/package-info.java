/**
 * What a node shares. The {@link io.duet.sharing.Catalogue} remembers each file with its stamp and
 * its manifest, so that after a restart no unchanged file is hashed again. {@link
 * io.duet.sharing.SharedFolders} compares folders with it, and hashes and reports what is new,
 * changed or removed; {@link io.duet.sharing.FolderMonitor} tells when to look. A node without a
 * data folder publishes only names, with a {@link io.duet.sharing.FolderWatcher}.
 */
@NullMarked
package io.duet.sharing;

import org.jspecify.annotations.NullMarked;
