package io.duet.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads the options of one command, and refuses unknown and needlessly repeated ones. */
final class ArgumentParser {
  private static final String HINT = "; '--help' lists all options";

  private ArgumentParser() {}

  /**
   * The arguments as options and the rest.
   *
   * @throws UsageException if an option is unknown, incomplete, or given more often than it may be
   */
  static CommandLine parse(Options options, List<String> arguments) {
    try {
      DefaultParser parser = DefaultParser.builder().setAllowPartialMatching(false).get();
      CommandLine line = parser.parse(options, arguments.toArray(String[]::new));
      refuseRepeated(line);
      return line;
    } catch (UnrecognizedOptionException e) {
      throw new UsageException(unknown(e.getOption(), options));
    } catch (ParseException e) {
      throw new UsageException(sentence(e) + HINT);
    }
  }

  private static void refuseRepeated(CommandLine line) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Option option : line.getOptions()) {
      int count = counts.merge(option.getLongOpt(), 1, Integer::sum);
      if (count > 1 && !Command.isRepeated(option)) {
        throw new UsageException("--" + option.getLongOpt() + " is given twice; give one value");
      }
    }
  }

  private static String unknown(String argument, Options options) {
    String name = argument.replaceFirst("=.*", "");
    List<String> known = options.getOptions().stream().map(o -> "--" + o.getLongOpt()).toList();
    String question = Suggestion.after(name, known);
    return "unknown option '" + name + "'" + (question.isEmpty() ? HINT : question);
  }

  private static String sentence(ParseException e) {
    String sentence = String.valueOf(e.getMessage());
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }
}
