package io.duet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Setting;
import io.duet.overlay.spi.Settings;
import io.duet.overlay.spi.SettingsBinder;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
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
    for (OverlayPlugin overlay : Overlays.all()) {
      if (!overlay.name().equals("flood")) {
        page.append("\n## %s (`%s`)\n\n".formatted(overlay.title(), overlay.name()));
        page.append(table(overlay.settings()));
      }
    }
    Files.createDirectories(DECLARED.getParent());
    Files.writeString(DECLARED, page, StandardCharsets.UTF_8);
    assertThat(PAGE).hasContent(page.toString());
  }

  private static String table(Class<? extends Record> type) {
    StringBuilder table = new StringBuilder("| setting | default | values | meaning |\n");
    table.append("|---|---|---|---|\n");
    for (RecordComponent component : SettingsBinder.declared(type)) {
      Setting setting = component.getAnnotation(Setting.class);
      String large = setting.large().isEmpty() ? "" : " (" + setting.large() + ")";
      table.append(
          "| `%s` | %s%s | %s | %s |\n"
              .formatted(
                  SettingsBinder.name(component),
                  setting.value(),
                  large,
                  values(component.getType(), setting),
                  setting.doc()));
    }
    return table.toString();
  }

  private static String values(Class<?> type, Setting setting) {
    String word = setting.word().isEmpty() ? "" : setting.word() + ", or ";
    if (type == int.class) {
      return word + setting.min() + " to " + setting.max();
    } else if (type == long.class) {
      return word + "a duration";
    } else if (type == boolean.class) {
      return "true or false";
    }
    return type.isEnum() ? Settings.constants(type) : "text";
  }

  @Test
  void everyDefault_isDeclared() {
    for (OverlayPlugin overlay : Overlays.all()) {
      assertThat(SettingsBinder.defaults(overlay.settings(), 64).asMap().keySet())
          .containsAll(overlay.defaults(64).asMap().keySet());
    }
  }
}
