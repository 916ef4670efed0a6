/**
 * Streams: connections that carry the bytes of contents, beside those of an overlay and through the
 * same port.
 *
 * <p>Each begins with the overlay's handshake, with the fingerprint of {@link
 * io.duet.transfer.TransferMessage}. A stream lives on event loops of its own, so neither disks nor
 * hashing delay the messages of the node.
 */
@NullMarked
package io.duet.netty.stream;

import org.jspecify.annotations.NullMarked;
