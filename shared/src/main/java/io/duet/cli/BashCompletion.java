package io.duet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;

/** The script that completes commands, options, files and folders in bash. */
final class BashCompletion {
  private static final String SCRIPT =
      """
      # Completes the commands and options of duet. Load it with: source <(duet completion bash)
      _duet() {
        local IFS=$' \\n' word=${COMP_WORDS[COMP_CWORD]} words=
        COMPREPLY=()
        if ((COMP_CWORD == 1)); then
          words='%s --help --version'
        else
          case ${COMP_WORDS[1]}:${COMP_WORDS[COMP_CWORD - 1]} in
      %s    esac
          case ${COMP_WORDS[1]} in
      %s    esac
        fi
        COMPREPLY=($(compgen -W "$words" -- "$word"))
      }
      _duet_paths() {
        local IFS=$'\\n'
        compopt -o filenames 2> /dev/null
        COMPREPLY=($(compgen "$1" -- "$word"))
      }
      complete -F _duet duet
      """;

  private BashCompletion() {}

  static String script(CommandList commands) {
    StringBuilder values = new StringBuilder();
    StringBuilder words = new StringBuilder();
    for (Command command : commands.all()) {
      appendValues(values, command);
      words.append("      %s) words='%s' ;;\n".formatted(command.name(), words(command)));
    }
    return SCRIPT.formatted(String.join(" ", commands.names()), values, words);
  }

  /** What follows an option with a value: a file, a folder, or nothing that could be completed. */
  private static void appendValues(StringBuilder text, Command command) {
    append(text, command, o -> takes(o, "FILE"), "_duet_paths -f; ");
    append(text, command, o -> takes(o, "DIR"), "_duet_paths -d; ");
    append(text, command, o -> o.hasArg() && !takes(o, "FILE") && !takes(o, "DIR"), "");
  }

  private static boolean takes(Option option, String value) {
    return value.equals(option.getArgName());
  }

  private static void append(
      StringBuilder text, Command command, Predicate<Option> chosen, String action) {
    String patterns =
        command.options.getOptions().stream()
            .filter(chosen)
            .map(option -> command.name() + ":--" + option.getLongOpt())
            .collect(Collectors.joining("|"));
    if (!patterns.isEmpty()) {
      text.append("      %s) %sreturn ;;\n".formatted(patterns, action));
    }
  }

  private static String words(Command command) {
    List<String> words = new ArrayList<>(command.words());
    command.options.getOptions().forEach(option -> words.add("--" + option.getLongOpt()));
    return String.join(" ", words);
  }
}
