package io.duet.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.cli.FailureException;
import io.duet.cli.UsageException;
import io.duet.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterFolderTest {
  @TempDir private Path path;

  private final ClusterNode one = ClusterNode.planned(1, "super-peer", 20_001, 20_002);
  private final ClusterNode two = new ClusterNode(2, "", 20_003, 20_004, 77, 1_000, 5);
  private final ClusterFile cluster =
      new ClusterFile("super-peer", List.of("degree=2"), false, List.of(one, two));

  private ClusterFolder folder() {
    return new ClusterFolder(path);
  }

  @Test
  void aCluster_isReadAsItWasWritten() {
    assertThat(folder().read()).isEmpty();
    folder().write(cluster);
    assertThat(folder().existing()).isEqualTo(cluster);
    assertThat(path.toFile().list()).containsExactlyInAnyOrder("cluster.json", "targets.json");
  }

  @Test
  void targets_areThoseOfPrometheus() throws IOException {
    folder().write(cluster);
    var targets = Json.tree(Files.readString(path.resolve("targets.json")));
    assertThat(targets.at("/0/targets/0").asText()).isEqualTo("127.0.0.1:20002");
    assertThat(targets.at("/1/targets/0").asText()).isEqualTo("127.0.0.1:20004");
    assertThat(targets.at("/1/labels/node").asText()).isEqualTo("2");
  }

  @Test
  void httpPort_isThatOfTheNode() {
    folder().write(cluster);
    assertThat(folder().httpPort("1")).isEqualTo(20_002);
    assertThat(folder().httpPort("2")).isEqualTo(20_004);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3", "-1", "one", "", "99999999999"})
  void httpPort_ofAnotherNumber_isRefused(String number) {
    folder().write(cluster);
    assertThatThrownBy(() -> folder().httpPort(number))
        .isInstanceOf(UsageException.class)
        .hasMessage("--node is '%s', but %s has nodes 1 to 2".formatted(number, path));
  }

  @Test
  void aFolderWithoutACluster_isAFailure() {
    assertThatThrownBy(() -> folder().httpPort("1"))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("there is no cluster in " + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{}",
        "{\"overlay\":\"chord\",\"settings\":[],\"through_first\":false,\"nodes\":[]}",
        "{\"overlay\":null,\"settings\":[],\"through_first\":false,\"nodes\":[{}]}",
        "{\"overlay\":\"chord\",\"settings\":[],\"through_first\":false,\"nodes\":[{\"number\":2,"
            + "\"role\":\"\",\"port\":1,\"http_port\":2,\"pid\":0,\"started_ms\":0,"
            + "\"log_offset\":0}]}",
        "{\"overlay\":\"chord\",\"settings\":[],\"through_first\":false,\"nodes\":[{\"number\":1,"
            + "\"role\":\"\",\"port\":1,\"http_port\":70000,\"pid\":0,\"started_ms\":0,"
            + "\"log_offset\":0}]}"
      })
  void aDamagedFile_isRefusedInOneSentence(String text) throws IOException {
    Path file = Files.writeString(path.resolve("cluster.json"), text);
    assertThatThrownBy(() -> folder().existing())
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith(file + " does not describe a cluster: ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aLockedFolder_isRefusedUntilItIsUnlocked() throws IOException {
    try (FileChannel lock = folder().lock()) {
      assertThat(lock.isOpen()).isTrue();
      assertThatThrownBy(() -> folder().lock())
          .hasMessage("another 'duet cluster' command works in " + path);
    }
    folder().lock().close();
  }

  @Test
  void down_neverEndsAProcessThatOnlyHasTheSamePid() {
    long own = ProcessHandle.current().pid();
    folder().write(cluster.with(two.startedAs(own, 1_000, 0)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ClusterDown(folder(), new PrintStream(out, true, StandardCharsets.UTF_8)).run();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("no node ran");
    assertThat(folder().existing().node(2).pid()).isZero();
  }
}
