package io.duet.sharing;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.store.Database;
import io.duet.store.Rows;
import io.duet.store.StoreException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The durable list of all files that a node shares. Manifests are read only when asked for. */
public final class Catalogue {
  private static final String SELECT =
      "SELECT path, name, bytes, modified_ns, file_key, id FROM file ";

  private final Database database;

  /** The catalogue in a database. */
  public Catalogue(Database database) {
    this.database = database;
  }

  /**
   * Adds a file, or replaces what is known of its path.
   *
   * @return completes once it is durable
   * @throws IllegalArgumentException if the manifest is of another content
   */
  public CompletableFuture<Void> put(SharedFile file, Manifest manifest) {
    if (!manifest.id().equals(file.id())) {
      throw new IllegalArgumentException(file.path() + " has another manifest");
    }
    return Rows.update(
        database,
        "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
        file.path().toString(),
        file.name().text(),
        file.stamp().bytes(),
        file.stamp().modifiedNanos(),
        file.stamp().fileKey(),
        file.id().bytes(),
        manifest.toBytes());
  }

  /** Removes the file with a path; completes once that is durable. */
  public CompletableFuture<Void> remove(Path path) {
    return Rows.update(database, "DELETE FROM file WHERE path = ?", path.toString());
  }

  /** The file with a path. */
  public Optional<SharedFile> get(Path path) throws StoreException {
    return Rows.first(database, Catalogue::file, SELECT + "WHERE path = ?", path.toString());
  }

  /** The files with a content, ordered by path. */
  public List<SharedFile> withId(Key id) throws StoreException {
    return Rows.all(
        database, Catalogue::file, SELECT + "WHERE id = ? ORDER BY path", (Object) id.bytes());
  }

  /** The files that are shared under a name, ordered by path. */
  public List<SharedFile> withName(ContentName name) throws StoreException {
    return Rows.all(
        database, Catalogue::file, SELECT + "WHERE name = ? ORDER BY path", name.text());
  }

  /**
   * A page of all files, ordered by path.
   *
   * @param after the last path of the page before; empty for the first page
   * @param max the largest number of files
   */
  public List<SharedFile> page(String after, int max) throws StoreException {
    return Rows.all(
        database, Catalogue::file, SELECT + "WHERE path > ? ORDER BY path LIMIT ?", after, max);
  }

  /**
   * A page of the contents under their names, ordered by name and id; each pair occurs once.
   *
   * @param name the name of the last one of the page before; empty for the first page
   * @param id the id of that one
   * @param max the largest number of files
   */
  public List<SharedFile> contentsAfter(String name, Key id, int max) throws StoreException {
    return Rows.all(
        database,
        Catalogue::file,
        SELECT + "WHERE (name, id) > (?, ?) GROUP BY name, id ORDER BY name, id LIMIT ?",
        name,
        id.bytes(),
        max);
  }

  /** The files at a path or in the folders below it, ordered by path. */
  public List<SharedFile> below(Path path) throws StoreException {
    String text = path.toString();
    String separator = path.getFileSystem().getSeparator();
    String folder = text.endsWith(separator) ? text : text + separator;
    List<SharedFile> files = new ArrayList<>(get(path).stream().toList());
    files.addAll(
        Rows.all(
            database,
            Catalogue::file,
            SELECT + "WHERE path > ? AND path < ? ORDER BY path",
            folder,
            afterAll(folder)));
    return files;
  }

  /** The first text after all that begin with a folder; a separator is one character. */
  private static String afterAll(String folder) {
    int last = folder.length() - 1;
    return folder.substring(0, last) + (char) (folder.charAt(last) + 1);
  }

  /** The number of files. */
  public int count() throws StoreException {
    return Rows.first(database, row -> row.getInt(1), "SELECT count(*) FROM file").orElse(0);
  }

  /** The manifest of a content that is shared. */
  public Optional<Manifest> manifest(Key id) throws StoreException {
    return Rows.first(
        database,
        row -> Manifest.of(row.getBytes(1)),
        "SELECT manifest FROM file WHERE id = ?",
        (Object) id.bytes());
  }

  private static SharedFile file(ResultSet row) throws SQLException {
    return new SharedFile(
        Path.of(row.getString(1)),
        new ContentName(row.getString(2)),
        new FileStamp(row.getLong(3), row.getLong(4), row.getString(5)),
        Key.of(row.getBytes(6)));
  }
}
