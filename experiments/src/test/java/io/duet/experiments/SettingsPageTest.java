package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.overlay.OverlayProvider;
import io.duet.overlay.Overlays;
import io.duet.overlay.SettingsBinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/settings.md} lists every setting as the code declares it. A failing run leaves the
 * page that the code declares in the build folder, to be copied.
 */
class SettingsPageTest {
  private static final Path PAGE = Path.of("../docs/settings.md");
  private static final Path DECLARED = Path.of("target/settings.md");
  private static final String INTRODUCTION =
      """
      # Settings

      The settings of every overlay, as `settings` of an experiment file and `--set` take them.
      Durations are a number and ns, us, ms, s, m or h. A value in parentheses is the default in
      networks of more than 20,000 nodes. Presets, and `flood` beside `super-peer`, have other
      defaults of the same settings.
      """;

  @Test
  void page_listsEverySetting() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (OverlayProvider overlay : Overlays.all()) {
      if (!overlay.name().equals("flood")) {
        page.append("\n## %s (`%s`)\n\n".formatted(overlay.title(), overlay.name()));
        page.append(SettingsBinder.table(overlay.settings()));
      }
    }
    Files.createDirectories(DECLARED.getParent());
    Files.writeString(DECLARED, page, StandardCharsets.UTF_8);
    assertThat(PAGE).hasContent(page.toString());
  }

  @Test
  void everyDefault_isDeclared() {
    for (OverlayProvider overlay : Overlays.all()) {
      assertThat(SettingsBinder.defaults(overlay.settings(), 64).asMap().keySet())
          .containsAll(overlay.defaults(64).asMap().keySet());
    }
  }
}
