package io.duet.wire;

/** Bytes from a peer that are not a message; its connection is closed and counted. */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong, in a short constant phrase. */
  public MalformedMessageException(String reason) {
    super(reason, null, false, false); // no stack trace: a peer must not make us pay for one
  }
}
