package io.duet.experiments.experiment;

import io.duet.overlay.spi.Durations;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.NetworkModel;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A partial experiment, from a file and flags; the other fields get defaults that depend on them.
 * All errors are {@link IllegalArgumentException}s with a readable message.
 */
public final class ExperimentDraft {
  /** The fields in the order of the file; {@code settings} are separate. */
  static final List<String> FIELDS =
      Arrays.stream(Experiment.class.getRecordComponents())
          .map(RecordComponent::getName)
          .filter(name -> !name.equals("settings"))
          .toList();

  /** Networks with more nodes than this begin assembled by default. */
  public static final int JOINING_NODES_MAX = 20_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
  private static final int NODES_MAX = 16_000_000;
  private static final int SOCKET_NODES_MAX = 1_000;
  private static final int SEARCHES_MAX = 10_000_000;
  private static final int ITEMS_DEFAULT = 1_000;
  private static final int SEARCHES_PER_SECOND_MAX = 1_000;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();

  /** Sets a field; the latest value counts. Lists are written with commas. */
  public ExperimentDraft set(String field, String value) {
    if (!FIELDS.contains(field)) {
      throw new IllegalArgumentException(
          "unknown field '" + field + "'; known are " + String.join(", ", FIELDS) + ", settings");
    }
    values.put(field, value);
    return this;
  }

  /** A copy of this draft. */
  public ExperimentDraft copy() {
    ExperimentDraft copy = new ExperimentDraft();
    copy.values.putAll(values);
    settings.forEach((overlay, own) -> copy.settings.put(overlay, new LinkedHashMap<>(own)));
    return copy;
  }

  /** Sets one setting of one overlay. */
  public ExperimentDraft set(String overlay, String setting, String value) {
    settings.computeIfAbsent(overlay, name -> new LinkedHashMap<>()).put(setting, value);
    return this;
  }

  /** The complete experiment, with a default for each absent field. */
  public Experiment complete() {
    boolean simulate = field("simulate", false).flag("simulate");
    int nodes = number("nodes", 64, 1, simulate ? NODES_MAX : SOCKET_NODES_MAX);
    int searches = number("searches", 5_000, 1, SEARCHES_MAX);
    String catalog = text("catalog", () -> Catalog.SHIPPED);
    int names = Catalog.names(catalog).size();
    List<String> overlays = overlays();
    Churn churn = Churn.parse(text("churn", () -> "none"));
    return new Experiment(
        name(),
        seed(),
        simulate,
        overlays,
        nodes,
        start(nodes),
        duration("warmUp", warmUp(nodes)),
        duration("duration", duration(searches)),
        searches,
        number("searchers", nodes, 1, nodes),
        number("items", Math.min(names, ITEMS_DEFAULT), 1, names),
        number("providersPerItem", Math.min(3, nodes), 1, Math.min(nodes, 1_000)),
        field("replication", Replication.UNIFORM).constant("replication", Replication.class),
        decimal("zipfExponent", 1, 0, 10),
        decimal("crash", churn.isNone() ? 0.2 : 0, 0, churn.isNone() ? 0.95 : 0),
        decimal("crashAt", 0.5, 0, 1),
        crashAs(simulate),
        churn.toString(),
        number("spare", spare(churn, nodes), 0, nodes - 1),
        network(),
        decimal("loss", 0, 0, 1),
        catalog,
        settings(overlays, nodes));
  }

  /** With lifetimes, nodes are present and absent for equal times, so half of them begin absent. */
  private static int spare(Churn churn, int nodes) {
    return switch (churn.kind()) {
      case NONE -> 0;
      case LEAVES, CRASHES -> nodes / 11;
      case LIFETIMES -> nodes / 2;
    };
  }

  /** The name is used in paths and on the wire, so it is short and plain. */
  private String name() {
    String name = text("name", () -> "race");
    if (!NAME.matcher(name).matches()) {
      throw wrong("name", "1 to 64 letters, digits, dots, dashes or underscores");
    }
    return name;
  }

  private List<String> overlays() {
    String names = text("overlays", () -> "chord,super-peer,flood,oracle");
    List<String> overlays = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      String stripped = Overlays.named(name.strip()).name();
      if (overlays.contains(stripped)) {
        throw new IllegalArgumentException("overlay '" + stripped + "' is named twice");
      }
      overlays.add(stripped);
    }
    return List.copyOf(overlays);
  }

  private String start(int nodes) {
    String start =
        text("start", () -> nodes > JOINING_NODES_MAX ? Experiment.ASSEMBLED : Experiment.JOIN);
    if (!start.equals(Experiment.JOIN) && !start.equals(Experiment.ASSEMBLED)) {
      throw wrong("start", "join or assembled");
    }
    return start;
  }

  /** Joins double the network repeatedly, so their time grows with the logarithm of its size. */
  private static Duration warmUp(int nodes) {
    int doublings = 32 - Integer.numberOfLeadingZeros(nodes);
    return Duration.ofSeconds(nodes > JOINING_NODES_MAX ? 20 : Math.max(8, 4L * doublings - 20));
  }

  private static Duration duration(int searches) {
    return Duration.ofSeconds(Math.max(16, searches / SEARCHES_PER_SECOND_MAX));
  }

  /** The system refuses for a process that has died, so on sockets there is no other way. */
  private String crashAs(boolean simulate) {
    String crashAs = text("crashAs", () -> simulate ? Experiment.SILENT : Experiment.REFUSED);
    if (!crashAs.equals(Experiment.REFUSED) && !(simulate && crashAs.equals(Experiment.SILENT))) {
      throw wrong("crashAs", "refused or, in a simulation, silent");
    }
    return crashAs;
  }

  private String network() {
    String network = text("network", () -> "constant:60ms");
    NetworkModel.parse(network);
    return network;
  }

  private Map<String, Map<String, String>> settings(List<String> overlays, int nodes) {
    Map<String, Map<String, String>> complete = new LinkedHashMap<>();
    for (String overlay : overlays) {
      Map<String, String> changes = settings.getOrDefault(overlay, Map.of());
      complete.put(overlay, settings(overlay, changes, nodes));
    }
    for (String overlay : settings.keySet()) {
      Overlays.named(overlay); // settings of an unused overlay are allowed, of an unknown one not
    }
    return complete;
  }

  private static Map<String, String> settings(
      String overlay, Map<String, String> changes, int nodes) {
    try {
      Settings complete = Overlays.named(overlay).defaults(nodes).overriddenBy(changes);
      Overlays.named(overlay)
          .network(complete, nodes, new SplittableRandom(0)); // refuses invalid values
      return complete.asMap();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(overlay + ": " + e.getMessage(), e);
    }
  }

  private long seed() {
    try {
      return Long.parseLong(text("seed", () -> "1"));
    } catch (NumberFormatException e) {
      throw wrong("seed", "a whole number of at most 64 bits");
    }
  }

  private String text(String field, Supplier<String> otherwise) {
    String value = values.get(field);
    return value == null ? otherwise.get() : value;
  }

  /** This field alone, as a setting with its checks. */
  private Settings field(String field, Object otherwise) {
    return Settings.of(field, text(field, otherwise::toString));
  }

  private int number(String field, int otherwise, int min, int max) {
    return field(field, otherwise).number(field, min, max);
  }

  private double decimal(String field, double otherwise, double min, double max) {
    double number = otherwise;
    try {
      number = Double.parseDouble(text(field, () -> Double.toString(otherwise)));
    } catch (NumberFormatException e) {
      number = Double.NaN; // outside the bounds of every field
    }
    if (!(number >= min && number <= max)) {
      throw wrong(field, "a number from " + min + " to " + max);
    }
    return number;
  }

  private Duration duration(String field, Duration otherwise) {
    Duration duration = Durations.parse(text(field, () -> Durations.format(otherwise)));
    if (duration.isZero() || duration.compareTo(Duration.ofDays(30)) > 0) {
      throw wrong(field, "more than zero and at most 30 days (720h)");
    }
    return duration;
  }

  private IllegalArgumentException wrong(String field, String expected) {
    return Settings.wrong(field, text(field, () -> "missing"), expected);
  }
}
