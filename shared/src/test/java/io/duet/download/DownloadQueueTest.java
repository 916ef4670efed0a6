package io.duet.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.store.Download;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads with odd numbers are for others. */
class DownloadQueueTest {
  private final DownloadQueue queue = new DownloadQueue();
  private final List<Download> running = new ArrayList<>();

  private static Download download(long number) {
    Key id = Key.ofName("" + number);
    return new Download(number, id, "film", Path.of("film"), -1, Download.State.RUNNING, "");
  }

  @BeforeEach
  void tellApart() {
    queue.forOthers(download -> download.number() % 2 == 1);
  }

  private List<Long> started() {
    List<Long> numbers = new ArrayList<>();
    for (Download next = queue.next(running); next != null; next = queue.next(running)) {
      running.add(next);
      numbers.add(next.number());
    }
    return numbers;
  }

  @Test
  void downloadsForOthers_leaveHalfOfThePlaces() {
    for (int i = 0; i < 100; i++) {
      queue.add(download(2 * i + 1));
    }
    assertThat(started()).hasSize(DownloadQueue.FOR_OTHERS_MAX);
    queue.add(download(2));
    assertThat(started()).containsExactly(2L);
    assertThat(queue.wants(download(1))).isTrue();
    assertThat(queue.wants(download(2))).as("a place of the user, with none waiting").isFalse();
  }

  @Test
  void usersDownloads_comeFirst_andTakeAllPlaces() {
    queue.add(download(1));
    for (int i = 1; i <= DownloadQueue.ACTIVE_MAX; i++) {
      queue.add(download(2 * i));
    }
    assertThat(started()).hasSize(DownloadQueue.ACTIVE_MAX).doesNotContain(1L);
    running.remove(0);
    assertThat(started()).containsExactly(1L);
  }

  @Test
  void removedDownloads_neverStart() {
    queue.add(download(1));
    queue.add(download(2));
    queue.remove(1);
    queue.remove(2);
    assertThat(started()).isEmpty();
  }
}
