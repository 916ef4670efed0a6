package io.duet.unstructured.message;

import io.duet.overlay.KeywordResult;
import io.duet.overlay.SearchResult;

/** Bounds of what one message holds. */
public final class WireLimits {
  /** At most this many other peers are named. */
  public static final int OTHERS_MAX = 8;

  /** At most this many partners are named. */
  static final int PARTNERS_MAX = 4;

  /** At most this many contents are registered. */
  public static final int CONTENTS_MAX = 256;

  /** At most this many results are wanted by a query. */
  static final int WANTED_MAX =
      SearchResult.PROVIDERS_MAX > KeywordResult.NAMES_MAX
          ? SearchResult.PROVIDERS_MAX
          : KeywordResult.NAMES_MAX;

  private WireLimits() {}
}
