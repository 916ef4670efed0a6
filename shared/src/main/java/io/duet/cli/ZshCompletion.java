package io.duet.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/** The script that completes commands, options, files and folders in zsh. */
final class ZshCompletion {
  private static final String SCRIPT =
      """
      #compdef duet
      # Completes the commands and options of duet. Load it with: source <(duet completion zsh)
      _duet() {
        local -a commands
        commands=(
      %s  )
        if ((CURRENT == 2)); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        ((CURRENT--))
        case $command in
      %s  esac
      }
      if [[ $funcstack[1] == _duet ]]; then
        _duet "$@"
      else
        compdef _duet duet
      fi
      """;

  private ZshCompletion() {}

  static String script(CommandList commands) {
    StringBuilder names = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    for (Command command : commands.all()) {
      names.append("    ").append(quoted(command.name() + ":" + command.summary)).append('\n');
      cases.append("    %s) _arguments %s ;;\n".formatted(command.name(), arguments(command)));
    }
    return SCRIPT.formatted(names, cases);
  }

  private static String arguments(Command command) {
    List<String> arguments = new ArrayList<>();
    command.options.getOptions().forEach(option -> arguments.add(quoted(argument(option))));
    if (!command.words().isEmpty()) {
      arguments.add(quoted("1: :(" + String.join(" ", command.words()) + ")"));
    }
    return String.join(" ", arguments);
  }

  private static String argument(Option option) {
    String description = option.getDescription().replaceAll("([\\[\\]\\\\])", "\\\\$1");
    String head = (Command.isRepeated(option) && option.hasArg() ? "*" : "");
    String name = head + "--" + option.getLongOpt() + (option.hasArg() ? "=" : "");
    return name + "[" + description + "]" + (option.hasArg() ? value(option) : "");
  }

  private static String value(Option option) {
    String action =
        switch (option.getArgName()) {
          case "FILE" -> "_files";
          case "DIR" -> "_files -/";
          default -> " ";
        };
    return ":" + option.getArgName().replace(":", "\\:") + ":" + action;
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
