package io.duet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/**
 * Options that a command line may leave out: those of the environment precede those of a file. A
 * file has one {@code option = value} on each line; a # begins a comment line. An option of the
 * command line replaces all values of the same option here.
 */
final class Configuration {
  /** The option that names the file; empty for none. */
  static final String FILE = "config";

  private static final int BYTES_MAX = 1 << 16;
  private static final List<String> NEVER = List.of("help", FILE);

  private final Options options;
  private final Map<String, String> environment;

  Configuration(Options options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * This command line, followed by the options that it lacks.
   *
   * @throws UsageException if the file cannot be read, or sets what is no option
   */
  CommandLine complete(CommandLine line) {
    Map<String, List<String>> values = ofFile(line);
    values.putAll(ofEnvironment());
    List<String> arguments = new ArrayList<>();
    values.forEach((name, all) -> all.forEach(value -> arguments.add(argument(name, value))));
    arguments.removeIf(String::isEmpty);
    CommandLine.Builder both = CommandLine.builder();
    line.getArgList().forEach(both::addArg);
    List.of(line.getOptions()).forEach(both::addOption);
    for (Option option : ArgumentParser.parse(options, arguments).getOptions()) {
      if (!line.hasOption(option)) {
        both.addOption(option);
      }
    }
    return both.get();
  }

  private String argument(String name, String value) {
    if (options.getOption(name).hasArg()) {
      return "--" + name + "=" + value;
    } else if (value.equals("true")) {
      return "--" + name;
    } else if (value.equals("false")) {
      return "";
    }
    throw new UsageException(name + " is '" + value + "', but must be true or false");
  }

  private Map<String, List<String>> ofEnvironment() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Option option : options.getOptions()) {
      String value = environment.get(variable(option.getLongOpt()));
      if (value != null && !NEVER.contains(option.getLongOpt())) {
        values.put(option.getLongOpt(), List.of(value));
      }
    }
    return values;
  }

  /** The environment variable of an option, such as {@code DUET_UNTIL_EOF}. */
  static String variable(String option) {
    return "DUET_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private Map<String, List<String>> ofFile(CommandLine line) {
    String named = line.getOptionValue(FILE, environment.get(variable(FILE)));
    Path file = named == null ? usualFile() : Path.of(named);
    boolean absent = named == null ? !Files.exists(file) : named.isEmpty();
    return absent ? new LinkedHashMap<>() : read(file);
  }

  private Path usualFile() {
    @Nullable String base = environment.get("XDG_CONFIG_HOME");
    Path folder =
        base == null || base.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".config")
            : Path.of(base);
    return folder.resolve("duet").resolve("config");
  }

  private Map<String, List<String>> read(Path file) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        add(values, text, file + ", line " + (i + 1) + ": ");
      }
    }
    return values;
  }

  private void add(Map<String, List<String>> values, String text, String place) {
    String[] parts = text.split("=", 2);
    String name = parts[0].strip();
    if (parts.length < 2) {
      throw new UsageException(place + "write 'option = value', not '" + text + "'");
    } else if (!options.hasLongOption(name) || NEVER.contains(name)) {
      List<String> known = options.getOptions().stream().map(Option::getLongOpt).toList();
      throw new UsageException(
          place + "unknown option '" + name + "'" + Suggestion.after(name, known));
    }
    List<String> all = values.computeIfAbsent(name, absent -> new ArrayList<>());
    if (!all.isEmpty() && !Command.isRepeated(options.getOption(name))) {
      throw new UsageException(place + name + " is set twice");
    }
    all.add(parts[1].strip());
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new UsageException(file + " has more than " + BYTES_MAX + " bytes");
      }
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read as text");
    }
  }
}
