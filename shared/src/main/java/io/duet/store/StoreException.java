package io.duet.store;

import java.io.IOException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The node's store cannot be used; the message is a sentence for the user. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  StoreException(String message) {
    super(message);
  }

  /** The failure of a write, said in a sentence. */
  static StoreException ofWrite(SQLException problem) {
    int code = problem instanceof SQLiteException e ? e.getResultCode().code & 0xff : 0;
    return new StoreException(
        code == SQLiteErrorCode.SQLITE_FULL.code
            ? "the disk with the data folder is full"
            : "the data folder cannot be written: " + problem.getMessage(),
        problem);
  }

  StoreException(String message, Exception cause) {
    super(message, cause);
  }
}
