package io.duet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private final Options options =
      Command.options(
          Command.valued("http", "PORT", "a port"),
          Command.valued("config", "FILE", "the file"),
          Command.repeated("set", "NAME=VALUE", "a setting"),
          Command.flag("until-eof", "a flag"));

  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void useTheFolder() {
    environment.put("XDG_CONFIG_HOME", folder.toString());
  }

  private CommandLine completed(String... arguments) {
    CommandLine line = ArgumentParser.parse(options, List.of(arguments));
    return new Configuration(options, environment).complete(line);
  }

  /** Writes the usual file. */
  private Path write(String text) throws IOException {
    Path file = folder.resolve("duet").resolve("config");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void withoutFileAndEnvironment_theLineStaysAsItIs() {
    CommandLine line = completed("--http", "1", "more", "--set", "a=1", "--set", "b=2");
    assertThat(line.getOptionValue("http")).isEqualTo("1");
    assertThat(line.getOptionValues("set")).containsExactly("a=1", "b=2");
    assertThat(line.getArgList()).containsExactly("more");
    assertThat(line.hasOption("until-eof")).isFalse();
  }

  @Test
  void flagsPrecedeTheEnvironment_whichPrecedesTheFile() throws IOException {
    write("http = 1\nset = a=1\nset = b = 2\nuntil-eof = true\n");
    assertThat(completed().getOptionValue("http")).isEqualTo("1");
    environment.put("DUET_HTTP", "2");
    assertThat(completed().getOptionValue("http")).isEqualTo("2");
    assertThat(completed("--http=3").getOptionValues("http")).containsExactly("3");
    assertThat(completed().getOptionValues("set")).containsExactly("a=1", "b = 2");
    assertThat(completed("--set", "c=3").getOptionValues("set")).containsExactly("c=3");
    assertThat(completed().hasOption("until-eof")).isTrue();
    environment.put("DUET_UNTIL_EOF", "false");
    assertThat(completed().hasOption("until-eof")).isFalse();
  }

  @Test
  void commentsAndEmptyLines_areSkipped() throws IOException {
    write("# a comment\n\n   # another\n  http=7  \n");
    assertThat(completed().getOptionValue("http")).isEqualTo("7");
  }

  @Test
  void anotherFile_isNamedByFlagOrEnvironment_andAnEmptyNameMeansNone() throws IOException {
    write("http = 1");
    Path other = Files.writeString(folder.resolve("other"), "http = 2");
    assertThat(completed("--config", other.toString()).getOptionValue("http")).isEqualTo("2");
    environment.put("DUET_CONFIG", other.toString());
    assertThat(completed().getOptionValue("http")).isEqualTo("2");
    assertThat(completed("--config=").hasOption("http")).isFalse();
  }

  @Test
  void aNamedFileThatIsMissing_isAnError() {
    assertThatThrownBy(() -> completed("--config", folder.resolve("none").toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("none cannot be read as text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          htpp = 1               | , line 2: unknown option 'htpp'; did you mean 'http'?
          help = true            | , line 2: unknown option 'help'
          config = other         | , line 2: unknown option 'config'
          http                   | , line 2: write 'option = value', not 'http'
          = 1                    | , line 2: unknown option ''
          """)
  void invalidLines_areRefusedWithFileAndLine(String text, String sentence) throws IOException {
    Path file = write("# first\n" + text);
    assertThatThrownBy(() -> completed())
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file + sentence);
  }

  @Test
  void oneValueSetTwice_isRefused() throws IOException {
    Path file = write("http = 1\nhttp = 2");
    assertThatThrownBy(() -> completed()).hasMessage(file + ", line 2: http is set twice");
  }

  @Test
  void aFlag_isTrueOrFalse() {
    environment.put("DUET_UNTIL_EOF", "yes");
    assertThatThrownBy(() -> completed())
        .isInstanceOf(UsageException.class)
        .hasMessage("until-eof is 'yes', but must be true or false");
  }

  @Test
  void anOversizedFile_isRefused() throws IOException {
    Path file = write("#".repeat((1 << 16) + 1));
    assertThatThrownBy(() -> completed()).hasMessage(file + " has more than 65536 bytes");
  }
}
