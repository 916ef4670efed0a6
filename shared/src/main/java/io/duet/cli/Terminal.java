package io.duet.cli;

/** Knows whether output goes to a terminal; the launcher checks this, because Java cannot. */
public final class Terminal {
  private static final String ERROR_SHOWN = "duet.terminal";

  private Terminal() {}

  /** Whether standard error is a terminal. */
  public static boolean isErrorShown() {
    return Boolean.getBoolean(ERROR_SHOWN);
  }
}
