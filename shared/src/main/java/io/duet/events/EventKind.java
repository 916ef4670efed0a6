package io.duet.events;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of events of a node. */
public enum EventKind {
  /** A query of another node arrived. */
  REQUEST,
  /** A search of this node ended, of its user or of its own. */
  SEARCH,
  /** This node became a member, or it has another peer from now on. */
  JOIN,
  /** A peer of this node left, or is considered dead. */
  LEAVE,
  /** This node changed its role. */
  ROLE,
  /** A file is shared, or no longer shared. */
  FILE,
  /** A download of this node started, was paused, ended or failed. */
  DOWNLOAD,
  /** The upload of a content to a peer began or ended. */
  UPLOAD,
  /** A letter was sent, kept for another peer, delivered or received. */
  LETTER,
  /** A copy of a content was placed at a peer, accepted from one, or dropped. */
  PLACEMENT;

  /** The kind in lower case, as it is printed and sent. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kinds with these words, such as {@code download,upload}.
   *
   * @throws IllegalArgumentException with a readable message, if a word is none
   */
  public static Set<EventKind> setOf(String words) {
    return Arrays.stream(words.split(",", -1))
        .map(EventKind::of)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventKind.class)));
  }

  /**
   * The kind with this word.
   *
   * @throws IllegalArgumentException with a readable message, if there is none
   */
  public static EventKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(word)));
  }

  private static String unknown(String word) {
    String known = Arrays.stream(values()).map(EventKind::word).collect(Collectors.joining(", "));
    return "'" + word + "' is no kind of event; the kinds are " + known;
  }
}
