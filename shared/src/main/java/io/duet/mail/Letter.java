package io.duet.mail;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.wire.Wire;
import java.nio.charset.StandardCharsets;

/**
 * A letter to the user of a peer.
 *
 * @param body 1 to {@value #BODY_BYTES_MAX} bytes in UTF-8, without control characters
 * @param secondsLeft whole seconds until it expires; relative, so clocks need not agree
 */
public record Letter(
    Id id,
    Peer to,
    Kind kind,
    @Wire.Utf8(min = 1, max = Letter.BODY_BYTES_MAX, printable = true) String body,
    @Wire.VarInt(max = Letter.LIFETIME_SECONDS) int secondsLeft) {

  /** The largest number of bytes of a body. */
  public static final int BODY_BYTES_MAX = 1_024;

  /** The longest time that a letter waits before it expires. */
  public static final int LIFETIME_SECONDS = 12 * 3_600;

  /**
   * The unique id of a letter.
   *
   * @param sender the peer whose user sends it
   * @param number random, so that no other peer can guess it
   */
  public record Id(Peer sender, long number) {}

  /** What the body of a letter means. */
  public enum Kind {
    /** A text for the user. */
    TEXT,
    /**
     * A content for the receiver to fetch; its sender writes the body and its receiver reads it.
     */
    PUSH
  }

  /**
   * Checks a body.
   *
   * @throws IllegalArgumentException with a readable message, if it is empty, too long, or contains
   *     control characters
   */
  public static void checkBody(String body) {
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > BODY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a text has 1 to 1,024 bytes in UTF-8, but this one has " + bytes);
    } else if (body.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a text must not contain control characters such as a line break");
    }
  }

  /**
   * Checks the time for which a letter may wait.
   *
   * @throws IllegalArgumentException with a readable message, if it is none or too long
   */
  public static void checkLifetime(long seconds) {
    if (seconds < 1 || seconds > LIFETIME_SECONDS) {
      throw new IllegalArgumentException(
          "a letter waits for 1 to %,d seconds, but not for %,d"
              .formatted(LIFETIME_SECONDS, seconds));
    }
  }

  /** The key that holders of letters for this peer publish. */
  public static Key mailboxOf(Peer peer) {
    return Key.ofName("mailbox " + peer);
  }

  /** The same letter with this time left. */
  Letter withSecondsLeft(int seconds) {
    return new Letter(id, to, kind, body, seconds);
  }
}
