package io.duet.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  /** Paths that contain others, and such that only begin alike. */
  private static final List<String> PATHS =
      List.of("/a", "/a/b", "/a/b/c", "/a/bc", "/a b", "/a.b", "/a0", "/b/%", "/b/_", "/ä/日本");

  @TempDir private Path folder;
  private Database database;
  private Catalogue catalogue;

  @BeforeEach
  void open() throws IOException {
    database = Database.open(folder.resolve("node.db"));
    catalogue = new Catalogue(database);
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  private static Manifest manifest(int content) {
    return new Manifest(content, new byte[32]);
  }

  private static SharedFile file(String path, String name, int content) {
    FileStamp stamp = new FileStamp(content, 1_700_000_000_123_456_789L + content, "ino=17");
    return new SharedFile(Path.of(path), new ContentName(name), stamp, manifest(content).id());
  }

  @Test
  void file_isReadBackWithItsManifest() throws IOException {
    SharedFile film = file("/films/a", "film", 5);
    catalogue.put(film, manifest(5)).join();
    close();
    open();
    assertThat(catalogue.get(film.path())).contains(film);
    assertThat(catalogue.manifest(film.id())).contains(manifest(5));
    assertThat(catalogue.manifest(Key.ofName("other"))).isEmpty();
  }

  @Test
  void otherManifest_isRefused() {
    assertThatThrownBy(() -> catalogue.put(file("/a", "film", 5), manifest(6)))
        .hasMessage("/a has another manifest");
  }

  /** Random changes, each followed by every kind of question, against a sorted map. */
  @Test
  void answers_areThoseOfASortedMap() throws IOException {
    Random random = new Random(3);
    TreeMap<String, SharedFile> model = new TreeMap<>();
    for (int step = 0; step < 400; step++) {
      change(random, model);
      compare(random, model);
    }
    assertThat(model).isNotEmpty();
  }

  private void change(Random random, TreeMap<String, SharedFile> model) {
    String path = PATHS.get(random.nextInt(PATHS.size()));
    if (random.nextInt(3) == 0) {
      catalogue.remove(Path.of(path)).join();
      model.remove(path);
    } else {
      int content = 1 + random.nextInt(4);
      SharedFile file = file(path, "name " + random.nextInt(3), content);
      catalogue.put(file, manifest(content)).join();
      model.put(path, file);
    }
  }

  private void compare(Random random, TreeMap<String, SharedFile> model) throws IOException {
    List<SharedFile> all = new ArrayList<>(model.values());
    Key id = manifest(1 + random.nextInt(4)).id();
    ContentName name = new ContentName("name " + random.nextInt(3));
    Path place = Path.of(PATHS.get(random.nextInt(PATHS.size())));
    int max = random.nextInt(5);
    assertThat(catalogue.count()).isEqualTo(all.size());
    assertThat(catalogue.withId(id)).isEqualTo(only(all, file -> file.id().equals(id)));
    assertThat(catalogue.withName(name)).isEqualTo(only(all, file -> file.name().equals(name)));
    assertThat(catalogue.below(place)).isEqualTo(only(all, file -> file.path().startsWith(place)));
    assertThat(catalogue.below(Path.of("/"))).isEqualTo(all);
    assertThat(catalogue.get(place).orElse(null)).isEqualTo(model.get(place.toString()));
    assertThat(catalogue.page(place.toString(), max))
        .isEqualTo(model.tailMap(place.toString(), false).values().stream().limit(max).toList());
  }

  private static List<SharedFile> only(List<SharedFile> all, Predicate<SharedFile> wanted) {
    return all.stream().filter(wanted).toList();
  }
}
