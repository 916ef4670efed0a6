/**
 * How pieces of contents travel, without sockets and files: the messages of a stream, and which
 * piece a download requests next from which provider.
 */
@NullMarked
package io.duet.transfer;

import org.jspecify.annotations.NullMarked;
