package io.duet.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NodeProcessTest {
  private static final ClusterNode NODE = ClusterNode.planned(1, "", 20_001, 20_002);

  private static long startMs(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElseThrow();
  }

  @Test
  void aProcess_isFoundByPidAndStart() {
    ProcessHandle own = ProcessHandle.current();
    assertThat(NodeProcess.of(NODE.startedAs(own.pid(), startMs(own), 0))).contains(own);
  }

  @Test
  void aProcessWithAnotherStart_isNotFound() {
    ProcessHandle own = ProcessHandle.current();
    assertThat(NodeProcess.of(NODE.startedAs(own.pid(), startMs(own) - 2_001, 0))).isEmpty();
    assertThat(NodeProcess.of(NODE.startedAs(own.pid(), startMs(own) + 2_001, 0))).isEmpty();
  }

  @Test
  void aNodeThatNeverRan_isNotFound() {
    assertThat(NodeProcess.of(NODE)).isEmpty();
    assertThat(NodeProcess.of(NODE.startedAs(-1, 0, 0))).isEmpty();
  }

  @Test
  void aProcessThatHasEnded_isNotFound() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    ClusterNode node = NODE.startedAs(process.pid(), startMs(process.toHandle()), 0);
    assertThat(NodeProcess.isRunning(node)).isTrue();
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(NodeProcess.isRunning(node)).isFalse();
  }
}
