package io.duet.cli;

/** Tells whether a person sees what is printed; the launcher looks, because Java cannot. */
public final class Terminal {
  private static final String ERROR_SHOWN = "duet.terminal";

  private Terminal() {}

  /** Whether standard error is a terminal. */
  public static boolean isErrorShown() {
    return Boolean.getBoolean(ERROR_SHOWN);
  }
}
