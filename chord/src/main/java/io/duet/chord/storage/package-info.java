/**
 * Provider records and keyword postings: put, find, replicate, transfer and repair.
 *
 * <p>Messages in and out: StoreRecords (publish, withdraw), RenewRecords and RenewCopies (renewal),
 * StoreCopies and Replicate (replication, key transfer), CompareRecords and ExchangeRecords
 * (anti-entropy), GetRecords and FindNames (search), with their replies. Timers: republish,
 * renewal, anti-entropy. Invariant: an acknowledged record is stored by its owner and by a replica,
 * if there is one.
 */
@NullMarked
package io.duet.chord.storage;

import org.jspecify.annotations.NullMarked;
