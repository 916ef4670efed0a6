package io.duet.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.content.FileHasher;
import io.duet.content.Manifest;
import io.duet.netty.stream.UploadRate;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.ContentSource.Region;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a provider that lies and, slowly, from one that does not. */
class LyingProviderTest {
  private static final int PIECES = 4;
  private static final int BYTES = PIECES * Manifest.PIECE_BYTES;
  private static final Manifest ANOTHER = new Manifest(3, new byte[32]);

  @TempDir private Path folder;
  private Path source;
  private Manifest manifest;

  @BeforeEach
  void write() throws Exception {
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    source = Files.write(folder.resolve("film"), content);
    manifest = FileHasher.hash(source, read -> {}).manifest();
  }

  /** Fetches from the liar alone at first, until it was asked. */
  private void fetch(Liar liar) throws Exception {
    List<Peer> providers = new CopyOnWriteArrayList<>(List.of(liar.peer()));
    Path data = Files.createDirectory(folder.resolve("a"));
    Path other = Files.createDirectory(folder.resolve("b"));
    try (liar;
        Seeder honest = new Seeder(data, UploadRate.of(8 << 20), List.of());
        Seeder fetching = new Seeder(other, UploadRate.unlimited(), providers)) {
      Key id = honest.share(source, "film");
      providers.add(honest.peer());
      Path wanted = folder.resolve("out/film");
      fetching.downloads.start(id, "film", wanted).join();
      assertThat(fetching.awaitFinished()).isEqualTo(wanted).hasSameBinaryContentAs(source);
      assertThat(liar.asked).hasPositiveValue();
      try (var files = Files.list(wanted.getParent())) {
        assertThat(files).containsExactly(wanted);
      }
    }
  }

  private Region region(int bytes) {
    return new Region(source, 0, bytes);
  }

  @Test
  void manifestOfAnotherContent_isNotTaken() throws Exception {
    fetch(new Liar(ANOTHER, region(Manifest.PIECE_BYTES)));
  }

  @Test
  void piecesOfAnotherSize_areNotTaken() throws Exception {
    fetch(new Liar(manifest, region(3)));
  }

  @Test
  void piecesWithoutBytes_areNotTaken() throws Exception {
    fetch(new Liar(manifest, region(0)));
  }

  /** They are the first piece of the content, whatever is asked for. */
  @Test
  void piecesInTheWrongPlace_areNotTaken() throws Exception {
    fetch(new Liar(manifest, region(Manifest.PIECE_BYTES)));
  }

  @Test
  void piecesBeyondTheEndOfTheFile_areNotWaitedFor() throws Exception {
    fetch(new Liar(manifest, new Region(source, BYTES - 3, Manifest.PIECE_BYTES)));
  }

  @Test
  void pieceBeyondTheLast_isNotOffered() throws Exception {
    Path data = Files.createDirectory(folder.resolve("a"));
    try (Seeder honest = new Seeder(data, UploadRate.unlimited(), List.of())) {
      Key id = honest.share(source, "film");
      assertThat(honest.offered.piece(id, PIECES - 1))
          .isEqualTo(new Region(source, BYTES - Manifest.PIECE_BYTES, Manifest.PIECE_BYTES));
      assertThat(honest.offered.piece(id, PIECES)).isNull();
      assertThat(honest.offered.piece(id, Integer.MAX_VALUE)).isNull();
    }
  }
}
