package io.duet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadTest {
  @Test
  void sender_mayBeTenSecondsLate_andAMillisecondForEachByte() {
    assertThat(Upload.isTooSlow(TimeUnit.SECONDS.toNanos(10), 0)).isFalse();
    assertThat(Upload.isTooSlow(TimeUnit.SECONDS.toNanos(11), 3)).isTrue();
    assertThat(Upload.isTooSlow(TimeUnit.SECONDS.toNanos(11), 1_000)).isFalse();
    assertThat(Upload.isTooSlow(TimeUnit.SECONDS.toNanos(1_000), 10_000_000)).isFalse();
  }
}
