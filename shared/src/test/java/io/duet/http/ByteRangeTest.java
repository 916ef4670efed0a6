package io.duet.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=3-5, 3, 3",
    "bytes=3-, 3, 7",
    "bytes=9-99, 9, 1",
    "bytes=-4, 6, 4",
    "bytes=-99, 0, 10",
    "bytes=3-99999999999999999999, 3, 7",
    "bytes=-99999999999999999999, 0, 10",
    "bytes=00000000000000000000003-5, 3, 3",
  })
  void of_selectsAPartOfTenBytes(String header, long first, long length) {
    assertThat(ByteRange.of(header, 10)).isEqualTo(new ByteRange(first, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bytes=", "bytes=-", "bytes=5-3", "bytes=1-2,4-5", "items=1-2", "bytes=a-b"})
  void of_ignoresWhatIsNoSingleRange(String header) {
    assertThat(ByteRange.of(header, 10)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
  void of_hasNoBytesBeyondTheEnd(String header) {
    ByteRange range = ByteRange.of(header, 10);
    assertThat(range.length()).isLessThanOrEqualTo(0);
    assertThat(range.header(10)).isEqualTo("bytes */10");
  }

  @Test
  void of_withoutHeader_isTheWholeFile() {
    assertThat(ByteRange.of(null, 10)).isNull();
  }

  @Test
  void header_namesTheFirstAndTheLastByte() {
    assertThat(new ByteRange(3, 4).header(10)).isEqualTo("bytes 3-6/10");
  }
}
