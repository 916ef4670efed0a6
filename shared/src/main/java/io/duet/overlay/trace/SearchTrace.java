package io.duet.overlay.trace;

import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one search, as its origin sees them: which peer was asked what, where that peer was
 * known from, and what it answered. Used by the thread of the node alone; at most {@value
 * #STEPS_MAX} steps are kept.
 */
public final class SearchTrace {
  /** The largest number of steps. */
  public static final int STEPS_MAX = 256;

  private static final double NANOS_PER_MS = 1e6;

  /**
   * One request of a search.
   *
   * @param peer the peer that was asked
   * @param from where this peer was known from, such as a table or the peer that named it
   * @param asked what it was asked
   * @param startMs milliseconds from the start of the search until it was asked
   * @param ms milliseconds until it answered, or was given up; null if the search ended before
   * @param answer what it answered; null if it did not
   */
  public record Step(
      Peer peer,
      String from,
      String asked,
      double startMs,
      @Nullable Double ms,
      @Nullable String answer) {}

  private final long startedNanos;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Peer, String> sources = new LinkedHashMap<>();

  /** The trace of a search that starts now. */
  public SearchTrace(long nowNanos) {
    startedNanos = nowNanos;
  }

  /** A peer is known from a table or a reply; the first source counts. */
  public void learned(Peer peer, String source) {
    if (sources.size() < STEPS_MAX) {
      sources.putIfAbsent(peer, source);
    }
  }

  /** A peer is asked. */
  public void asked(Peer peer, String what, long nowNanos) {
    if (steps.size() < STEPS_MAX) {
      String source = sources.getOrDefault(peer, "");
      steps.add(new Step(peer, source, what, ms(nowNanos), null, null));
    }
  }

  /** A peer has answered the last request to it. */
  public void answered(Peer peer, String answer, long nowNanos) {
    end(peer, answer, nowNanos);
  }

  /** A peer has not answered the last request to it in time. */
  public void timedOut(Peer peer, long nowNanos) {
    end(peer, "timeout", nowNanos);
  }

  /** Ends the last request without an answer, whichever peer answers it. */
  public void endOpen(String answer, long nowNanos) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).answer == null) {
        end(steps.get(i).peer, answer, nowNanos);
        return;
      }
    }
  }

  private void end(Peer peer, String answer, long nowNanos) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.answer == null && step.peer.equals(peer)) {
        double took = rounded(ms(nowNanos) - step.startMs);
        steps.set(i, new Step(peer, step.from, step.asked, step.startMs, took, answer));
        return;
      }
    }
  }

  private double ms(long nowNanos) {
    return rounded((nowNanos - startedNanos) / NANOS_PER_MS);
  }

  private static double rounded(double ms) {
    return Math.round(ms * 1e3) / 1e3;
  }

  /** The steps in the order in which the peers were asked. */
  public List<Step> steps() {
    return List.copyOf(steps);
  }
}
