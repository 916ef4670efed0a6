package io.duet.cli;

/** A command failed; the message states in one sentence what failed and where. */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a readable message. */
  public FailureException(String sentence) {
    super(sentence);
  }

  /** An exception with a readable message and its cause. */
  public FailureException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
