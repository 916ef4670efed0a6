package io.duet.http;

import java.io.IOException;

/**
 * Receives the body of one request in pieces, on worker threads, one call at a time. The connection
 * is not read while a call lasts, so a slow receiver slows its sender.
 */
public interface BodyReceiver {

  /**
   * Takes the next bytes of the body.
   *
   * @throws IOException if they cannot be kept; the request then fails
   */
  void receive(byte[] bytes) throws IOException;

  /**
   * Ends the body, and returns the answer.
   *
   * @throws IOException if the body cannot be kept
   */
  HttpAnswer complete() throws IOException;

  /** Discards the body: the sender has gone or is too slow, or another call has failed. */
  void abort();
}
