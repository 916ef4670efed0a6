package io.duet.cli;

/** The arguments make no sense; the message says in one sentence what and where. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a sentence for people. */
  public UsageException(String sentence) {
    super(sentence);
  }
}
