package io.duet.experiments.report;

import static io.duet.experiments.report.ConsoleTable.number;
import static io.duet.experiments.report.ConsoleTable.percent;

import io.duet.experiments.result.RaceResult;
import io.duet.experiments.result.SearchOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The main results of a race, as sentences that follow from its numbers. One run is one sample, so
 * a difference below a tenth is not reported as one.
 */
record Highlights(RaceResult race, List<Summary> summaries, List<String> sentences) {
  private static final double RATIO_MIN = 1.1;
  private static final List<String> REFERENCES = List.of("flood", "oracle"); // the floor, the bound

  static List<String> of(RaceResult race, List<Summary> summaries) {
    Highlights highlights = new Highlights(race, summaries, new ArrayList<>());
    highlights.success();
    highlights.compare("Median latency", " ms", s -> 1e3 * s.latencySeconds().p50());
    highlights.compare("Traffic per search", " messages", Summary::messagesPerSearch);
    highlights.compare(
        "Maintenance", " bytes per node and second", Summary::maintenanceBytesPerNodeSecond);
    highlights.compare("Median time to content", " s", Highlights::contentSeconds);
    highlights.crowd();
    highlights.ring();
    highlights.gone();
    return highlights.sentences;
  }

  private void success() {
    for (Summary summary : summaries) {
      String title = summary.title();
      if (summary.successRatio() == 1) {
        sentences.add(title + ": all searches for content of live nodes succeeded.");
      } else if (race.crashAtNanos() < 0) {
        sentences.add(
            title + ": " + percent(summary.successRatio()) + " of the searches succeeded.");
      } else {
        sentences.add(
            "%s: %s of the searches succeeded before the crash, %s in the last fifth of the run, %s overall."
                .formatted(
                    title,
                    percent(summary.successBeforeCrash()),
                    percent(summary.successHealed()),
                    percent(summary.successRatio())));
      }
    }
  }

  /** Compares the overlays, with the floor and the bound for reference. */
  private void compare(String what, String unit, ToDoubleFunction<Summary> value) {
    List<Summary> known =
        summaries.stream()
            .filter(summary -> Double.isFinite(value.applyAsDouble(summary)))
            .sorted(Comparator.comparingDouble(value))
            .toList();
    List<Summary> contenders = known.stream().filter(s -> !isReference(s)).toList();
    if (known.size() < 2 || contenders.isEmpty()) {
      return;
    }
    StringJoiner sentence = new StringJoiner(", ", what + ": ", "");
    contenders.forEach(s -> sentence.add(s.title() + " " + shown(value, s) + unit));
    String references =
        known.stream()
            .filter(Highlights::isReference)
            .map(s -> s.title() + " " + shown(value, s))
            .collect(Collectors.joining(", "));
    sentences.add(
        sentence
            + factor(contenders, value)
            + (references.isEmpty() ? "" : "; for reference: " + references)
            + ".");
  }

  private static String factor(List<Summary> contenders, ToDoubleFunction<Summary> value) {
    double least = value.applyAsDouble(contenders.get(0));
    double most = value.applyAsDouble(contenders.get(contenders.size() - 1));
    if (contenders.size() < 2 || least <= 0) {
      return "";
    }
    return most / least < RATIO_MIN
        ? " (difference below 10 %)"
        : " (" + number(most / least) + " times as much)";
  }

  private static String shown(ToDoubleFunction<Summary> value, Summary summary) {
    return number(value.applyAsDouble(summary));
  }

  private static boolean isReference(Summary summary) {
    return REFERENCES.contains(summary.overlay());
  }

  private static double contentSeconds(Summary summary) {
    return summary.fetches() == null ? Double.NaN : summary.fetches().contentSeconds().p50();
  }

  private void crowd() {
    for (Summary summary : summaries) {
      FetchFigures.Crowd crowd = summary.fetches() == null ? null : summary.fetches().crowd();
      if (crowd != null && Double.isFinite(crowd.seconds())) {
        String bound = Double.isFinite(crowd.overBound()) ? ", %s times the bound" : "";
        sentences.add(
            ("%s: all nodes had the content after %s s" + bound + ".")
                .formatted(summary.title(), number(crowd.seconds()), number(crowd.overBound())));
      }
    }
  }

  private void ring() {
    int nodes = race.experiment().nodes();
    summaries.stream()
        .filter(s -> s.overlay().equals("chord") && !Double.isNaN(s.hops().mean()))
        .map(
            s ->
                "Chord needed %s hops on average, and %s without the last step to the owner; half of log2 of %d nodes is %s."
                    .formatted(
                        number(s.hops().mean()),
                        number(s.pathLengthMean()),
                        nodes,
                        number(Math.log(nodes) / Math.log(2) / 2)))
        .forEach(sentences::add);
  }

  private void gone() {
    long gone =
        summaries.stream().mapToLong(s -> s.outcomes().get(SearchOutcome.GONE)).max().orElse(0);
    if (gone > 0) {
      sentences.add(
          gone
              + " searches asked for content whose last provider had crashed. No overlay could"
              + " find it, so they are not counted.");
    }
  }
}
