package io.duet.store;

import java.io.IOException;

/** The node's store cannot be used; the message is a sentence for the user. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Exception cause) {
    super(message, cause);
  }
}
