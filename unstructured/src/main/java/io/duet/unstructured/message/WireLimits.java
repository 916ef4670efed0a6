package io.duet.unstructured.message;

import io.duet.overlay.KeywordResult;
import io.duet.overlay.SearchResult;

/** Bounds of the lists and numbers in one message. */
public final class WireLimits {
  /** The most other peers in one message. */
  public static final int OTHERS_MAX = 8;

  /** The most partners in one message. */
  static final int PARTNERS_MAX = 4;

  /** The most contents in one message. */
  public static final int CONTENTS_MAX = 256;

  /** The most results that a query may ask for. */
  static final int WANTED_MAX =
      SearchResult.PROVIDERS_MAX > KeywordResult.NAMES_MAX
          ? SearchResult.PROVIDERS_MAX
          : KeywordResult.NAMES_MAX;

  private WireLimits() {}
}
