package io.duet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;

class DuetTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A command that ends with success or with an exception, as its option selects. */
  private static final class Ending extends Command {
    Ending() {
      super(
          "end",
          "Ends.",
          "[options]",
          new Options()
              .addOption(valued("how", "WORD", "how it ends"))
              .addOption(flag("loud", "say more"))
              .addOption(repeated("with", "WORD", "what it ends with")));
    }

    @Override
    public int run(CommandLine line) {
      switch (line.getOptionValue("how", "well")) {
        case "well":
          return 0;
        case "usage":
          throw new UsageException("that makes no sense");
        default:
          throw new FailureException("it could not be done");
      }
    }
  }

  private int run(String... args) {
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Duet(List.of(new Ending()), outStream, errStream).run(args);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_passesTheCommandsStatusOn() {
    assertThat(run("end")).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void run_reportsAFailureInOneSentence() {
    assertThat(run("end", "--how", "badly")).isEqualTo(1);
    assertThat(err()).isEqualTo("duet end: it could not be done" + System.lineSeparator());
  }

  @Test
  void run_reportsWrongUsage() {
    assertThat(run("end", "--how", "usage")).isEqualTo(2);
    assertThat(err()).isEqualTo("duet end: that makes no sense" + System.lineSeparator());
  }

  @Test
  void run_refusesUnknownOptions() {
    assertThat(run("end", "--who")).isEqualTo(2);
    assertThat(err()).contains("--who").contains("--help").doesNotContain("Exception");
  }

  @Test
  void run_refusesUnknownCommands() {
    assertThat(run("begin")).isEqualTo(2);
    assertThat(err()).contains("unknown command 'begin'");
  }

  @Test
  void run_withoutCommand_showsThem() {
    assertThat(run()).isEqualTo(2);
    assertThat(out()).contains("end").contains("Ends.");
  }

  @Test
  void help_fitsTheTerminalAndNamesEveryOption() {
    assertThat(run("end", "--help")).isZero();
    assertThat(out())
        .startsWith("usage: duet end [options]")
        .containsPattern("--how WORD +how it ends");
    assertThat(out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void help_showsTheSameAsTheOption() {
    run("end", "--help");
    String shown = out();
    out.reset();
    assertThat(run("help", "end")).isZero();
    assertThat(out()).isEqualTo(shown).contains("--with WORD");
  }

  @Test
  void help_withoutACommand_listsAllWithItself() {
    assertThat(run("help")).isZero();
    assertThat(out()).contains("  end ", "  help ", "  completion ");
  }

  @Test
  void help_forAMisspeltCommand_suggestsTheRightOne() {
    assertThat(run("help", "edn")).isEqualTo(2);
    assertThat(err()).contains("unknown command 'edn'; did you mean 'end'?");
  }

  @Test
  void version_isOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out().lines()).singleElement().asString().startsWith("duet ");
  }

  @Test
  void run_suggestsCommandsAndOptions() {
    assertThat(run("nd")).isEqualTo(2);
    assertThat(run("end", "--hwo=badly")).isEqualTo(2);
    assertThat(err())
        .contains("unknown command 'nd'; did you mean 'end'?")
        .contains("duet end: unknown option '--hwo'; did you mean '--how'?");
  }

  @Test
  void run_refusesTwoValuesOfOneOption() {
    assertThat(run("end", "--how", "well", "--how=badly")).isEqualTo(2);
    assertThat(err()).contains("duet end: --how is given twice; give one value");
  }

  @Test
  void run_takesSeveralValuesWhereTheyMakeSense() {
    assertThat(run("end", "--with", "a", "--loud", "--with=b", "--loud")).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void run_refusesTextThatTheLocaleHasLost() {
    assertThat(run("end", "--with", "caf\uFFFD")).isEqualTo(2);
    assertThat(err()).contains("is not valid text in this locale; set LC_ALL to a locale");
  }
}
