package io.duet.unstructured.mailbox;

import io.duet.node.Peer;
import io.duet.wire.Wire;
import java.nio.charset.StandardCharsets;

/**
 * A request to the user of a peer.
 *
 * @param text 1 to {@value #TEXT_BYTES_MAX} bytes in UTF-8, without control characters
 * @param secondsLeft whole seconds until it expires; relative, so clocks need not agree
 */
record StoredRequest(
    Id id,
    Peer to,
    @Wire.Utf8(min = 1, max = StoredRequest.TEXT_BYTES_MAX, printable = true) String text,
    @Wire.VarInt int secondsLeft) {
  static final int TEXT_BYTES_MAX = 1_024;

  /**
   * The unique id of a request.
   *
   * @param sender the peer whose user sends it
   * @param number random, so that no other peer can guess it
   */
  record Id(Peer sender, long number) {}

  /** Whether a text is valid. */
  static boolean isText(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes > 0
        && bytes <= TEXT_BYTES_MAX
        && text.codePoints().noneMatch(Character::isISOControl);
  }
}
