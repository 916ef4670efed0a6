package io.duet.cli;

/** The arguments are invalid; the message states in one sentence what is wrong and where. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a readable message. */
  public UsageException(String sentence) {
    super(sentence);
  }
}
