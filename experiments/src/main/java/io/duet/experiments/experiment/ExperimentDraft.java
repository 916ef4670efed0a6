package io.duet.experiments.experiment;

import io.duet.overlay.spi.Durations;
import io.duet.overlay.spi.OverlayPlugin;
import io.duet.overlay.spi.Overlays;
import io.duet.overlay.spi.Settings;
import io.duet.simulation.NetworkModel;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A partial experiment, from a file and flags; the other fields get defaults that depend on them.
 * All errors are {@link IllegalArgumentException}s with a readable message.
 */
public final class ExperimentDraft {
  /** The fields in the order of the file; {@code settings} are separate. */
  private static final List<String> FIELDS =
      Arrays.stream(Experiment.class.getRecordComponents())
          .map(RecordComponent::getName)
          .filter(name -> !name.equals("settings"))
          .toList();

  /** Networks with more nodes than this begin assembled by default. */
  private static final int JOINING_NODES_MAX = 20_000;

  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}"; // for paths and the wire
  private static final int NODES_MAX = 16_000_000;
  private static final int SOCKET_NODES_MAX = 1_000;
  private static final int SEARCHES_MAX = 10_000_000;
  private static final int ITEMS_DEFAULT = 1_000;
  private static final int SEARCHES_PER_SECOND_MAX = 1_000;

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Sets a field, or a setting of an overlay under a name such as {@code chord.successors}; the
   * latest value counts. Lists are written with commas.
   */
  public ExperimentDraft set(String name, String value) {
    if (!name.contains(".") && !FIELDS.contains(name)) {
      throw new IllegalArgumentException(
          "unknown field '" + name + "'; known are " + String.join(", ", FIELDS) + ", settings");
    }
    values.put(name, value);
    return this;
  }

  /** A copy of this draft. */
  public ExperimentDraft copy() {
    ExperimentDraft copy = new ExperimentDraft();
    copy.values.putAll(values);
    return copy;
  }

  /** The complete experiment, with a default for each absent field. */
  public Experiment complete() {
    boolean simulate = field("simulate", false).flag("simulate");
    int nodes = number("nodes", 64, 1, simulate ? NODES_MAX : SOCKET_NODES_MAX);
    boolean crowd = field("flashCrowd", false).flag("flashCrowd");
    int searches = crowd ? crowdSearches(nodes) : number("searches", 5_000, 1, SEARCHES_MAX);
    String catalog = text("catalog", Catalog.SHIPPED);
    int names = Catalog.names(catalog).size();
    String start = nodes > JOINING_NODES_MAX ? Experiment.ASSEMBLED : Experiment.JOIN;
    String network = text("network", "constant:60ms");
    NetworkModel.parse(network);
    List<String> overlays = overlays();
    Churn churn = Churn.parse(text("churn", "none"));
    return new Experiment(
        matching("name", "race", NAME, "1 to 64 letters, digits, dots, dashes or underscores"),
        seed(),
        simulate,
        overlays,
        nodes,
        matching("start", start, "join|assembled", "join or assembled"),
        duration("warmUp", warmUp(nodes)),
        duration("duration", Duration.ofSeconds(Math.max(16, searches / SEARCHES_PER_SECOND_MAX))),
        searches,
        number("searchers", nodes, 1, nodes),
        number("items", crowd ? 1 : Math.min(names, ITEMS_DEFAULT), 1, crowd ? 1 : names),
        number(
            "providersPerItem",
            crowd ? 1 : Math.min(3, nodes),
            1,
            crowd ? 1 : Math.min(nodes, 1_000)),
        field("replication", Replication.UNIFORM).constant("replication", Replication.class),
        decimal("zipfExponent", 1, 0, 10),
        crash(churn, crowd),
        decimal("crashAt", 0.5, 0, 1),
        crashAs(simulate),
        churn,
        number("spare", spare(churn, nodes), 0, nodes - 1),
        network,
        decimal("loss", 0, 0, 1),
        catalog,
        TransferFields.fetch(text("fetch", Experiment.NOTHING), crowd),
        TransferFields.bandwidth(values.get("bandwidth"), simulate),
        crowd,
        settings(overlays, nodes));
  }

  private double crash(Churn churn, boolean crowd) {
    boolean may = churn.isNone() && !crowd;
    if (crowd && !churn.isNone()) {
      throw wrong("churn", "none in a flash crowd");
    }
    return decimal("crash", may ? 0.2 : 0, 0, may ? 0.95 : 0);
  }

  /** Every node but the one that has the content searches for it once. */
  private int crowdSearches(int nodes) {
    if (nodes < 2) {
      throw wrong("nodes", "2 or more, because a flash crowd has a provider and others");
    }
    return number("searches", nodes - 1, nodes - 1, nodes - 1);
  }

  /** With lifetimes, nodes are present and absent for equal times, so half of them begin absent. */
  private static int spare(Churn churn, int nodes) {
    return switch (churn.kind()) {
      case NONE -> 0;
      case LEAVES, CRASHES -> nodes / 11;
      case LIFETIMES -> nodes / 2;
    };
  }

  private List<String> overlays() {
    String[] names = text("overlays", "chord,super-peer,flood,oracle").split(",", -1);
    List<String> overlays =
        Arrays.stream(names).map(name -> Overlays.named(name.strip()).name()).toList();
    for (String overlay : overlays) {
      if (Collections.frequency(overlays, overlay) > 1) {
        throw new IllegalArgumentException("overlay '" + overlay + "' is named twice");
      }
    }
    return overlays;
  }

  /** The system refuses for a process that has died, so on sockets there is no other way. */
  private String crashAs(boolean simulate) {
    return matching(
        "crashAs",
        simulate ? Experiment.SILENT : Experiment.REFUSED,
        simulate ? "silent|refused" : Experiment.REFUSED,
        "refused or, in a simulation, silent");
  }

  /** Joins double the network repeatedly, so their time grows with the logarithm of its size. */
  private static Duration warmUp(int nodes) {
    int doublings = 32 - Integer.numberOfLeadingZeros(nodes);
    return Duration.ofSeconds(nodes > JOINING_NODES_MAX ? 20 : Math.max(8, 4L * doublings - 20));
  }

  /** Settings of an overlay that is not used are allowed, those of an unknown one are not. */
  private Map<String, Map<String, String>> settings(List<String> overlays, int nodes) {
    Map<String, Map<String, String>> changes = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          String[] parts = name.split("\\.", 2);
          if (parts.length == 2) {
            changes.computeIfAbsent(parts[0], o -> new LinkedHashMap<>()).put(parts[1], value);
          }
        });
    Map<String, Map<String, String>> complete = new LinkedHashMap<>();
    for (String overlay : overlays) {
      complete.put(overlay, settings(overlay, changes.getOrDefault(overlay, Map.of()), nodes));
    }
    changes.keySet().forEach(Overlays::named);
    return complete;
  }

  private static Map<String, String> settings(
      String overlay, Map<String, String> changes, int nodes) {
    try {
      OverlayPlugin plugin = Overlays.named(overlay);
      Settings complete = plugin.defaults(nodes).overriddenBy(changes);
      plugin.network(complete, nodes, new SplittableRandom(0)); // refuses invalid values
      return complete.asMap();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(overlay + ": " + e.getMessage(), e);
    }
  }

  private long seed() {
    try {
      return Long.parseLong(text("seed", "1"));
    } catch (NumberFormatException e) {
      throw wrong("seed", "a whole number of at most 64 bits");
    }
  }

  private String text(String field, String otherwise) {
    return values.getOrDefault(field, otherwise);
  }

  private String matching(String field, String otherwise, String pattern, String expected) {
    String text = text(field, otherwise);
    if (!text.matches(pattern)) {
      throw Settings.wrong(field, text, expected);
    }
    return text;
  }

  /** This field alone, as a setting with its checks. */
  private Settings field(String field, Object otherwise) {
    return Settings.of(field, text(field, otherwise.toString()));
  }

  private int number(String field, int otherwise, int min, int max) {
    return field(field, otherwise).number(field, min, max);
  }

  private double decimal(String field, double otherwise, double min, double max) {
    double number = otherwise;
    try {
      number = Double.parseDouble(text(field, Double.toString(otherwise)));
    } catch (NumberFormatException e) {
      number = Double.NaN; // outside the bounds of every field
    }
    if (!(number >= min && number <= max)) {
      throw wrong(field, "a number from " + min + " to " + max);
    }
    return number;
  }

  private Duration duration(String field, Duration otherwise) {
    Duration duration = Durations.parse(text(field, Durations.format(otherwise)));
    if (duration.isZero() || duration.compareTo(Duration.ofDays(30)) > 0) {
      throw wrong(field, "more than zero and at most 30 days (720h)");
    }
    return duration;
  }

  private IllegalArgumentException wrong(String field, String expected) {
    return Settings.wrong(field, text(field, "missing"), expected);
  }
}
