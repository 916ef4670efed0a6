package io.duet.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/** The {@code --help} text of one command, at most 80 columns wide. */
final class HelpText {
  private static final int WIDTH = 80;

  private final Command command;
  private final List<Option> options;
  private final int indent;

  HelpText(Command command) {
    this.command = command;
    this.options = List.copyOf(command.options.getOptions());
    this.indent = 4 + this.options.stream().mapToInt(o -> form(o).length()).max().orElse(0);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("usage: duet ").append(command.name()).append(' ').append(command.usage);
    text.append("\n\n").append(command.summary).append("\n\n");
    for (Option option : options) {
      append(text, option);
    }
    return text.toString();
  }

  private void append(StringBuilder text, Option option) {
    String head = "  " + form(option);
    for (String line : wrap(option.getDescription())) {
      text.append(head).append(" ".repeat(indent - head.length())).append(line).append('\n');
      head = "";
    }
  }

  private static String form(Option option) {
    String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
    String value = option.hasArg() ? " " + option.getArgName() : "";
    return letter + "--" + option.getLongOpt() + value;
  }

  private List<String> wrap(String description) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : description.split(" ")) {
      if (line.length() > 0 && indent + line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
