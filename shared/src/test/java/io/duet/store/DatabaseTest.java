package io.duet.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void place() {
    file = folder.resolve("a #1 50%? folder").resolve("node.db");
    assertThat(file.getParent().toFile().mkdir()).isTrue();
  }

  private static void fill(Path file, int settings) throws IOException {
    try (Database database = Database.open(file)) {
      SettingTable table = new SettingTable(database);
      List<CompletableFuture<Void>> writes = new ArrayList<>();
      for (int i = 0; i < settings; i++) {
        writes.add(table.put("setting " + i, "value ".repeat(100) + i));
      }
      writes.forEach(CompletableFuture::join);
    }
  }

  @Test
  void fullDisk_isReportedInASentence() throws IOException {
    try (Database database = Database.open(file)) {
      database
          .write(
              connection -> {
                try (Statement statement = connection.createStatement()) {
                  return statement.execute("PRAGMA max_page_count = 1"); // the present size
                }
              })
          .join();
      SettingTable table = new SettingTable(database);
      table.put("kept", "short").join();
      assertThatThrownBy(() -> fill(table))
          .hasRootCauseInstanceOf(SQLException.class)
          .cause()
          .isInstanceOf(StoreException.class)
          .hasMessage("the disk with the data folder is full");
      assertThat(table.all()).containsEntry("kept", "short");
    }
  }

  private static void fill(SettingTable table) {
    for (int i = 0; i < 100; i++) {
      table.put("setting " + i, "x".repeat(4_000)).join();
    }
  }

  private static int settings(Path file) throws IOException {
    try (Database database = Database.open(file)) {
      return new SettingTable(database).all().size();
    }
  }

  private void execute(String sql) throws SQLException {
    String url = "jdbc:sqlite:" + file.toUri();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private int version() throws SQLException {
    String url = "jdbc:sqlite:" + file.toUri();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      return statement.executeQuery("PRAGMA user_version").getInt(1);
    }
  }

  private Path damaged(int n) {
    return file.resolveSibling("node.db.damaged-" + n);
  }

  @Test
  void writes_areThereWhenItIsOpenedAgain() throws IOException {
    fill(file, 100);
    assertThat(file).exists();
    assertThat(settings(file)).isEqualTo(100);
  }

  @Test
  void acknowledgedWrite_isSeenByReaders() throws IOException {
    try (Database database = Database.open(file)) {
      SettingTable settings = new SettingTable(database);
      settings.put("a", "1").join();
      assertThat(settings.get("a")).contains("1");
    }
  }

  /** All three wait while the first write runs, so they share a transaction. */
  @Test
  void failedWrite_isUndoneAlone() throws IOException {
    try (Database database = Database.open(file)) {
      SettingTable settings = new SettingTable(database);
      CompletableFuture<Void> before = settings.put("before", "1");
      CompletableFuture<Object> failed =
          database.write(
              connection -> {
                Rows.execute(connection, "INSERT INTO setting VALUES ('half', '1')");
                throw new IllegalStateException("no");
              });
      CompletableFuture<Void> after = settings.put("after", "1");
      before.join();
      after.join();
      assertThatThrownBy(failed::join).hasRootCauseMessage("no");
      assertThat(settings.all()).containsOnlyKeys("before", "after");
    }
  }

  @Test
  void waitingWrites_areExecutedBeforeItCloses() throws IOException {
    Database database = Database.open(file);
    SettingTable settings = new SettingTable(database);
    for (int i = 0; i < 1_000; i++) {
      settings.put("setting " + i, "");
    }
    database.close();
    assertThat(settings(file)).isEqualTo(1_000);
    assertThatThrownBy(settings.put("late", "")::join)
        .hasRootCauseMessage("the database is closed");
  }

  @Test
  void fileOfAnotherKind_isLeftAlone() throws IOException {
    Files.writeString(file, "my diary");
    assertThatThrownBy(() -> Database.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessage(file + " is not a database; it was left alone");
    assertThat(file).hasContent("my diary");
  }

  @Test
  void databaseOfAnotherProgram_isLeftAlone() throws Exception {
    execute("CREATE TABLE diary(day TEXT)");
    assertThatThrownBy(() -> Database.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessage(file + " is a database of another program; it was left alone");
    execute("INSERT INTO diary VALUES ('Monday')");
  }

  @Test
  void newerDatabase_isRefused() throws Exception {
    fill(file, 1);
    int version = version();
    execute("PRAGMA user_version = 1000");
    assertThatThrownBy(() -> Database.open(file))
        .hasMessage(file + " was written by a newer version of Duet");
    execute("PRAGMA user_version = " + version);
    assertThat(settings(file)).isEqualTo(1);
  }

  /** Cut at each of several places: never an error, and the old bytes are kept aside. */
  @Test
  void truncatedDatabase_isSetAsideAndReplaced() throws IOException {
    fill(file, 300);
    byte[] whole = Files.readAllBytes(file);
    int n = 0;
    for (int length : new int[] {0, 50, 100, 4_096, 10_000, whole.length / 2}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(settings(file)).isLessThanOrEqualTo(300);
      assertThat(damaged(++n)).hasSize(length);
      assertThat(damaged(n + 1)).doesNotExist();
      fill(file, 1);
    }
  }

  /** The last page belongs to the settings, so peers can still be read. */
  @Test
  void tablesThatCanBeRead_areKept() throws IOException {
    try (Database database = Database.open(file)) {
      new PeerTable(database).seen(List.of(new KnownPeer("127.0.0.1:7000", 5))).join();
    }
    fill(file, 300);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 4_096));
    try (Database database = Database.open(file)) {
      assertThat(new PeerTable(database).latest(9))
          .containsExactly(new KnownPeer("127.0.0.1:7000", 5));
    }
    assertThat(damaged(1)).exists();
  }

  @Test
  void overwrittenPages_areNoticed() throws IOException {
    fill(file, 300);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 8_192, (byte) 0x5a);
    Files.write(file, bytes);
    settings(file);
    assertThat(damaged(1)).hasBinaryContent(bytes);
  }
}
