package io.duet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
  @TempDir private Path folder;

  @Test
  void onlyLinesOfTheLatestProcessCount() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "listening: a\njoined: a\n");
    long offset = NodeLog.size(file);
    assertThat(new NodeLog(file, 0).saysJoined()).isTrue();
    assertThat(new NodeLog(file, offset).saysJoined()).isFalse();
    Files.writeString(file, "listening: a\njoined: a\nlistening: b\nnot joined: b\n");
    assertThat(new NodeLog(file, offset).saysListening()).isTrue();
    assertThat(new NodeLog(file, offset).saysJoined()).isFalse();
    assertThat(new NodeLog(file, offset).end()).containsExactly("listening: b", "not joined: b");
  }

  @Test
  void end_isTenLinesOfALongLog() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "first\n" + "x\n".repeat(50_000) + "last");
    assertThat(new NodeLog(file, 0).end()).hasSize(10).endsWith("x", "last");
  }

  @Test
  void aMissingLog_isEmpty() {
    Path file = folder.resolve("none");
    assertThat(NodeLog.size(file)).isZero();
    assertThat(new NodeLog(file, 0).end()).isEmpty();
    assertThat(new NodeLog(file, 0).saysJoined()).isFalse();
  }
}
