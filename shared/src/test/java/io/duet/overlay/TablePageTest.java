package io.duet.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TablePageTest {
  private final List<Integer> all = IntStream.range(0, 1_000).boxed().toList();
  private final List<Integer> made = new ArrayList<>();

  private TablePage part(int first) {
    return TablePage.part("numbers", List.of("number"), all, first, this::row);
  }

  private List<?> row(int number) {
    made.add(number);
    return List.of("" + number);
  }

  @Test
  void part_makesNoMoreRowsThanAreShown() {
    assertThat(part(300).table().rows()).hasSize(Status.Table.ROWS_MAX).startsWith(List.of("300"));
    assertThat(made).isEqualTo(all.subList(300, 556));
    assertThat(part(300).first()).isEqualTo(300);
    assertThat(part(300).total()).isEqualTo(1_000);
  }

  @Test
  void part_atTheEndOrBeyond_isShortOrEmpty() {
    assertThat(part(999).table().rows()).containsExactly(List.of("999"));
    assertThat(part(1_000).table().rows()).isEmpty();
    assertThat(part(Integer.MAX_VALUE).table().rows()).isEmpty();
  }
}
