package io.duet.client;

/** One line on a terminal that is overwritten; nothing is shown elsewhere. */
final class ProgressLine implements AutoCloseable {
  private final boolean terminal = Boolean.getBoolean("duet.terminal");
  private int shown;

  /** Replaces the line. */
  void show(String text) {
    if (terminal) {
      System.err.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
      System.err.flush();
      shown = text.length();
    }
  }

  /** Removes the line. */
  @Override
  public void close() {
    if (shown > 0) {
      System.err.print("\r" + " ".repeat(shown) + "\r");
      System.err.flush();
    }
  }
}
