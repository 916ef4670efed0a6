package io.duet.unstructured;

import io.duet.overlay.Answer;
import io.duet.overlay.NameAnswer;

/** Bounds of what one message holds. */
final class WireLimits {
  /** At most this many other peers are named. */
  static final int OTHERS_MAX = 8;

  /** At most this many partners are named. */
  static final int PARTNERS_MAX = 4;

  /** At most this many contents are registered. */
  static final int CONTENTS_MAX = 256;

  /** At most this many results are wanted by a query. */
  static final int WANTED_MAX =
      Answer.PROVIDERS_MAX > NameAnswer.NAMES_MAX ? Answer.PROVIDERS_MAX : NameAnswer.NAMES_MAX;

  private WireLimits() {}
}
