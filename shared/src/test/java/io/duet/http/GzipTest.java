package io.duet.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|true",
        "br, GZIP;q=0.5|true",
        "deflate,gzip|true",
        "gzip;q=0|false",
        "gzip; q=0.000|false",
        "gzip;q=0.01|true",
        "x-gzipped|false",
        "identity|false",
        "''|false",
        "|false"
      })
  void client_accepts(String header, boolean accepted) {
    assertThat(Gzip.isAccepted(header)).isEqualTo(accepted);
  }
}
