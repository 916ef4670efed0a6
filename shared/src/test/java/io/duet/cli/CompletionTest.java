package io.duet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion as a real bash does it, and the text of the script for zsh. */
class CompletionTest {
  private static final int SECONDS_MAX = 20;

  @TempDir private Path folder;

  /** A command with all kinds of values. */
  private static final class Sow extends Command {
    Sow() {
      super(
          "sow",
          "Sows [a lot] of 'seeds'.",
          "here | there",
          options(
              valued("seed", "FILE", "the seeds: [all]"),
              valued("field", "DIR", "the field"),
              repeated("at", "HOST:PORT", "a place"),
              flag("deep", "sow deep")));
    }

    @Override
    public int run(CommandLine line) {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of("here", "there");
    }
  }

  private static String script(String shell) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(new Duet(List.of(new Sow()), stream, stream).run("completion", shell)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What bash offers for the last of these words. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    String typed = "'" + String.join("' '", words) + "'";
    String call =
        "source ./script; complete -p duet > /dev/null && COMP_WORDS=(%s) COMP_CWORD=%d"
            + "; _duet; printf '%%s\\n' \"${COMPREPLY[@]}\"";
    Files.writeString(folder.resolve("script"), script("bash"));
    Path output = folder.resolve("output");
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", call.formatted(typed, words.length - 1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(bash.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(output);
  }

  @Test
  void bash_offersCommandsFirst() throws Exception {
    assertThat(offered("duet", ""))
        .containsExactlyInAnyOrder("completion", "help", "sow", "--help", "--version");
    assertThat(offered("duet", "so")).containsExactly("sow");
  }

  @Test
  void bash_offersTheWordsAndOptionsOfACommand() throws Exception {
    assertThat(offered("duet", "sow", ""))
        .containsExactlyInAnyOrder(
            "here", "there", "--seed", "--field", "--at", "--deep", "--help");
    assertThat(offered("duet", "sow", "--de")).containsExactly("--deep");
    assertThat(offered("duet", "help", "s")).containsExactly("sow");
    assertThat(offered("duet", "completion", "")).contains("bash", "zsh");
  }

  @Test
  void bash_offersFilesAndFoldersAsValues() throws Exception {
    Files.createFile(folder.resolve("wild oats"));
    Files.createDirectory(folder.resolve("wide field"));
    List<String> files = new ArrayList<>(offered("duet", "sow", "--seed", "wi"));
    assertThat(files).containsExactlyInAnyOrder("wild oats", "wide field");
    assertThat(offered("duet", "sow", "--field", "wi")).containsExactly("wide field");
    assertThat(offered("duet", "sow", "--at", "")).containsExactly("");
  }

  @Test
  void zsh_describesCommandsAndOptions() {
    assertThat(script("zsh"))
        .startsWith("#compdef duet\n")
        .contains("'sow:Sows [a lot] of '\\''seeds'\\''.'")
        .contains("'--seed=[the seeds: \\[all\\]]:FILE:_files'")
        .contains("'--field=[the field]:DIR:_files -/'")
        .contains("'*--at=[a place; may be repeated]:HOST\\:PORT: '")
        .contains("'--deep[sow deep]'")
        .contains("'1: :(here there)'");
  }
}
