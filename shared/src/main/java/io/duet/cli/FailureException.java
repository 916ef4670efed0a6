package io.duet.cli;

/** The work could not be done; the message says in one sentence what and where. */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a sentence for people. */
  public FailureException(String sentence) {
    super(sentence);
  }

  /** An exception with a sentence for people, and what led to it. */
  public FailureException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
