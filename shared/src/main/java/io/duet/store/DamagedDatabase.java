package io.duet.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/** What happens to a file that should be the database, and is not one that can be used. */
final class DamagedDatabase {
  private static final System.Logger LOG = System.getLogger(DamagedDatabase.class.getName());
  private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** All tables but the catalogue, which follows from the shared folders. */
  private static final List<String> TABLES =
      List.of("setting", "folder", "download", "peer", "letter", "received", "placement");

  private DamagedDatabase() {}

  /**
   * Leaves files of other programs alone.
   *
   * @throws StoreException if the file exists and does not begin like a database
   */
  static void refuseForeign(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] start = bytes.readNBytes(HEADER.length);
      if (!Arrays.equals(start, 0, start.length, HEADER, 0, start.length)) {
        throw new StoreException(file + " is not a database; it was left alone");
      }
    }
  }

  /** Renames a database and its log; returns the new name. */
  static Path setAside(Path file) throws IOException {
    int n = 1;
    while (Files.exists(aside(file, n, ""))) {
      n++;
    }
    for (String suffix : List.of("-shm", "-wal", "")) {
      Path part = Path.of(file + suffix);
      if (Files.exists(part)) {
        Files.move(part, aside(file, n, suffix));
      }
    }
    return aside(file, n, "");
  }

  private static Path aside(Path file, int n, String suffix) {
    return file.resolveSibling(file.getFileName() + ".damaged-" + n + suffix);
  }

  /**
   * Copies each table that can still be read completely. With a writable schema, which is not
   * written, SQLite also reads files that are shorter than they should be.
   */
  static void copyRows(Path damaged, Connection to) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute("PRAGMA writable_schema = ON");
      try {
        Rows.execute(to, "ATTACH ? AS damaged", damaged.toUri().toString());
        TABLES.forEach(table -> copy(table, statement));
        statement.execute("DETACH damaged");
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.WARNING, "{0} cannot be read at all: {1}", damaged, e);
      }
      statement.execute("PRAGMA writable_schema = OFF");
    }
  }

  private static void copy(String table, Statement statement) {
    try {
      statement.execute("INSERT INTO main." + table + " SELECT * FROM damaged." + table);
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "the table {0} is lost: {1}", table, e.getMessage());
    }
  }
}
