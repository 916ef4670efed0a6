package io.duet.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape, read by the grammar of the text format 0.0.4 and nothing else. */
final class Exposition {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL =
      "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"";
  private static final Pattern LABELS = Pattern.compile(LABEL);
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "("
              + NAME
              + ")(?:\\{((?:"
              + LABEL
              + ",?)*)\\})? ([+-]?(?:Inf|NaN|[0-9.]+(?:E-?[0-9]+)?))");

  /** One line with a value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  final Map<String, String> help = new LinkedHashMap<>();
  final Map<String, String> type = new LinkedHashMap<>();
  final List<Sample> samples = new ArrayList<>();

  Exposition(String text) {
    text.lines().forEach(this::read);
  }

  private void read(String line) {
    Matcher sample = SAMPLE.matcher(line);
    Matcher meta = (line.startsWith("# HELP") ? HELP : TYPE).matcher(line);
    if (sample.matches()) {
      String value = sample.group(5).replace("Inf", "Infinity");
      samples.add(new Sample(sample.group(1), labels(sample.group(2)), Double.parseDouble(value)));
    } else if (meta.matches()) {
      (line.startsWith("# HELP") ? help : type).put(meta.group(1), meta.group(2));
    } else {
      throw new AssertionError("not a line of the text format: " + line);
    }
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher matcher = LABELS.matcher(text == null ? "" : text);
    while (matcher.find()) {
      labels.put(matcher.group(1), matcher.group(2));
    }
    return labels;
  }

  /** The samples with this name that have at least these labels, given as name, value, ... */
  List<Sample> samples(String name, String... labels) {
    return samples.stream().filter(s -> s.name().equals(name) && has(s, labels)).toList();
  }

  /** The only sample with this name and at least these labels. */
  double value(String name, String... labels) {
    List<Sample> found = samples(name, labels);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " samples " + name + " " + List.of(labels));
    }
    return found.get(0).value();
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The name under which a sample's HELP and TYPE stand. */
  String family(Sample sample) {
    String stem = sample.name().replaceFirst("_(bucket|count|sum)$", "");
    return type.containsKey(sample.name()) ? sample.name() : stem;
  }
}
