/**
 * What a node keeps on disk, so that it goes on where it was after a crash at any moment. A {@link
 * io.duet.store.DataFolder} belongs to one process. Its {@link io.duet.store.Database} is a SQLite
 * file: one thread writes, many writes share a transaction, and a write is acknowledged once it is
 * durable. Each table has a class, which bounds its rows.
 */
@NullMarked
package io.duet.store;

import org.jspecify.annotations.NullMarked;
