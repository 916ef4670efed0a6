package io.duet.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.content.FileStamp;
import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.overlay.ContentName;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.Database;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads of two contents with four pieces each, and what an announcer tells of them. */
class PieceAnnouncerTest {
  private static final int PIECES = 4;

  private final Manifest film = manifest(1);
  private final Manifest song = manifest(2);
  private final List<Downloads.Partial> running = new ArrayList<>();
  private final Queue<Runnable> host = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private Database database;
  private Catalogue catalogue;
  private PieceAnnouncer announcer;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    database = Database.open(folder.resolve("node.db"));
    catalogue = new Catalogue(database);
    announcer = new PieceAnnouncer(() -> List.copyOf(running), catalogue, this::tell, host::add);
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  private static Manifest manifest(int firstByte) {
    byte[] hashes = new byte[PIECES * 32];
    hashes[0] = (byte) firstByte;
    return new Manifest((long) PIECES * Manifest.PIECE_BYTES, hashes);
  }

  private void tell(Key id, int pieces, BitSet held) {
    String content = id.equals(film.id()) ? "film" : "song";
    told.add(content + ": " + held + " of " + pieces);
  }

  private static Downloads.Partial partial(Manifest of, int... pieces) {
    BitSet held = new BitSet();
    for (int piece : pieces) {
      held.set(piece);
    }
    return new Downloads.Partial(of.id(), PIECES, held);
  }

  /** What one round tells while these downloads run, once the host has its turn. */
  private List<String> round(Downloads.Partial... downloads) {
    running.clear();
    running.addAll(List.of(downloads));
    announcer.round();
    assertThat(told).as("only the host calls the overlay").isEmpty();
    host.forEach(Runnable::run);
    host.clear();
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  private void share(Manifest manifest) {
    FileStamp stamp = new FileStamp(manifest.bytes(), 1, "ino=17");
    ContentName name = new ContentName("file");
    catalogue.put(new SharedFile(Path.of("/file"), name, stamp, manifest.id()), manifest).join();
  }

  @Test
  void download_isToldWithItsFirstPiece_andOnlyWhenItHasGrown() {
    assertThat(round(partial(film))).isEmpty();
    assertThat(round(partial(film, 2))).containsExactly("film: {2} of 4");
    assertThat(round(partial(film, 2))).isEmpty();
    assertThat(round(partial(film, 0, 2, 3))).containsExactly("film: {0, 2, 3} of 4");
  }

  @Test
  void downloads_areToldEachForItself() {
    round(partial(film, 0), partial(song, 1));
    assertThat(round(partial(film, 0), partial(song, 1, 2))).containsExactly("song: {1, 2} of 4");
  }

  /** As when a file was damaged on disk, and its pieces are fetched once more. */
  @Test
  void download_thatHasLostPieces_isToldAgain() {
    round(partial(film, 0, 1));
    assertThat(round(partial(film, 0))).containsExactly("film: {0} of 4");
  }

  @Test
  void download_thatHasEnded_isWithdrawnOnce() {
    round(partial(film, 0), partial(song, 1));
    assertThat(round(partial(song, 1))).containsExactly("film: {} of 0");
    assertThat(round(partial(song, 1))).isEmpty();
  }

  @Test
  void download_thatBeginsAgain_isToldFromTheStart() {
    round(partial(film, 0));
    round();
    assertThat(round(partial(film, 0))).containsExactly("film: {0} of 4");
  }

  /** The content is announced as a whole by then, which a withdrawal would undo. */
  @Test
  void finishedDownload_thatIsShared_isNotWithdrawn() {
    round(partial(film, 0, 1, 2));
    share(film);
    assertThat(round()).isEmpty();
  }

  @Test
  void contentThatIsShared_isNotToldByItsPieces() {
    share(film);
    assertThat(round(partial(film, 1), partial(song, 3))).containsExactly("song: {3} of 4");
  }

  @Test
  void download_thatEndsWithoutAPiece_isNotWithdrawn() {
    round(partial(film));
    assertThat(round()).isEmpty();
  }
}
