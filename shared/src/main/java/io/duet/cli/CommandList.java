package io.duet.cli;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All commands by name. */
final class CommandList {
  private final Map<String, Command> byName = new TreeMap<>();

  void add(Command command) {
    byName.put(command.name(), command);
  }

  /**
   * The command of this name.
   *
   * @throws UsageException that suggests a similar name, if there is none
   */
  Command named(String name) {
    Command command = byName.get(name);
    if (command == null) {
      String question = Suggestion.after(name, names());
      throw new UsageException(
          "unknown command '"
              + name
              + "'"
              + (question.isEmpty() ? "; 'duet help' lists all commands" : question));
    }
    return command;
  }

  Set<String> names() {
    return byName.keySet();
  }

  Collection<Command> all() {
    return byName.values();
  }

  /** One line for each command. */
  String overview() {
    StringBuilder text = new StringBuilder("usage: duet COMMAND [options]\n\n");
    for (Command command : all()) {
      text.append("  %-12s %s\n".formatted(command.name(), command.summary));
    }
    return text.append("\n'duet help COMMAND' shows its options; 'duet --version' the version.\n")
        .toString();
  }
}
