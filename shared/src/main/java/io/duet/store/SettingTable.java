package io.duet.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The settings that a node remembers: names with values, both as text. */
public final class SettingTable {
  /** The largest number of characters of a name. */
  public static final int NAME_MAX = 64;

  /** The largest number of characters of a value. */
  public static final int VALUE_MAX = 4_096;

  private final Database database;

  /** The settings in a database. */
  public SettingTable(Database database) {
    this.database = database;
  }

  /**
   * Sets a value, or replaces it.
   *
   * @return completes once it is durable
   * @throws IllegalArgumentException if name or value are too long
   */
  public CompletableFuture<Void> put(String name, String value) {
    if (name.isEmpty() || name.length() > NAME_MAX || value.length() > VALUE_MAX) {
      throw new IllegalArgumentException(
          "a setting has a name of 1 to %d and a value of at most %d characters"
              .formatted(NAME_MAX, VALUE_MAX));
    }
    return Rows.update(database, "INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value);
  }

  /** Removes a setting; completes once that is durable. */
  public CompletableFuture<Void> remove(String name) {
    return Rows.update(database, "DELETE FROM setting WHERE name = ?", name);
  }

  /** The value of a setting. */
  public Optional<String> get(String name) throws StoreException {
    return Rows.first(
        database, row -> row.getString(1), "SELECT value FROM setting WHERE name = ?", name);
  }

  /** All settings by name. */
  public Map<String, String> all() throws StoreException {
    Map<String, String> settings = new TreeMap<>();
    Rows.all(
        database,
        row -> settings.put(row.getString(1), row.getString(2)),
        "SELECT name, value FROM setting");
    return settings;
  }
}
