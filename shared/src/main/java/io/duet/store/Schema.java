package io.duet.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The tables, as the list of steps that made them. A database counts in {@code user_version} how
 * many it has; a step that was released is never changed, only followed by another.
 */
final class Schema {
  /** Marks a database as one of Duet: "DUET". */
  private static final int APPLICATION_ID = 0x4455_4554;

  private static final List<String> STEPS =
      List.of(
          """
          CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
          CREATE TABLE peer(address TEXT PRIMARY KEY, seen_ms INTEGER NOT NULL) STRICT;
          CREATE INDEX peer_seen ON peer(seen_ms);
          CREATE TABLE download(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id BLOB NOT NULL,
            name TEXT NOT NULL,
            destination TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            state TEXT NOT NULL,
            error TEXT NOT NULL,
            manifest BLOB) STRICT;
          CREATE TABLE folder(path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
          CREATE TABLE file(
            path TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            modified_ns INTEGER NOT NULL,
            file_key TEXT NOT NULL,
            id BLOB NOT NULL,
            manifest BLOB NOT NULL) STRICT, WITHOUT ROWID;
          CREATE INDEX file_name ON file(name);
          CREATE INDEX file_id ON file(id);
          """,
          """
          CREATE TABLE letter(
            sender BLOB NOT NULL,
            number INTEGER NOT NULL,
            receiver BLOB NOT NULL,
            kind TEXT NOT NULL,
            body TEXT NOT NULL,
            expires_ms INTEGER NOT NULL,
            own INTEGER NOT NULL,
            keepers BLOB NOT NULL,
            UNIQUE(sender, number)) STRICT;
          CREATE INDEX letter_receiver ON letter(receiver);
          CREATE TABLE received(
            sender BLOB NOT NULL,
            number INTEGER NOT NULL,
            brought_by BLOB NOT NULL,
            kind TEXT NOT NULL,
            body TEXT,
            received_ms INTEGER NOT NULL,
            forget_ms INTEGER NOT NULL,
            UNIQUE(sender, number)) STRICT;
          CREATE INDEX received_from ON received(brought_by);
          CREATE INDEX received_shown ON received(brought_by) WHERE body IS NOT NULL;
          CREATE INDEX received_forget ON received(forget_ms);
          """,
          """
          ALTER TABLE peer ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE peer ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
          CREATE TABLE placement(
            id BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            replicas INTEGER NOT NULL,
            owner TEXT NOT NULL,
            stored INTEGER NOT NULL) STRICT, WITHOUT ROWID;
          """);

  private Schema() {}

  /**
   * Checks a database and brings it to the present version.
   *
   * @throws SQLiteException with SQLITE_CORRUPT, if its structure is damaged
   * @throws StoreException if it is another program's, or a newer version's
   */
  static void prepare(Connection connection, Path file) throws SQLException, StoreException {
    try (Statement statement = connection.createStatement()) {
      int version = number(statement, "PRAGMA user_version");
      boolean empty = number(statement, "SELECT count(*) FROM sqlite_master") == 0;
      if (!empty && number(statement, "PRAGMA application_id") != APPLICATION_ID) {
        throw new StoreException(file + " is a database of another program; it was left alone");
      }
      if (version > STEPS.size()) {
        throw new StoreException(file + " was written by a newer version of Duet");
      }
      check(statement);
      take(STEPS.subList(version, STEPS.size()), statement);
    }
  }

  private static void check(Statement statement) throws SQLException {
    try (ResultSet findings = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (!findings.next() || !findings.getString(1).equals("ok")) {
        throw new SQLiteException(findings.getString(1), SQLiteErrorCode.SQLITE_CORRUPT);
      }
    }
  }

  private static void take(List<String> steps, Statement statement) throws SQLException {
    if (!steps.isEmpty()) {
      statement.executeUpdate(
          "BEGIN IMMEDIATE;\n%s;PRAGMA application_id=%d;PRAGMA user_version=%d;COMMIT"
              .formatted(String.join("\n", steps), APPLICATION_ID, STEPS.size()));
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }
}
