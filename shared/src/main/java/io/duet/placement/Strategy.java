package io.duet.placement;

import io.duet.node.Peer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** In which order peers are offered a content. Peers without enough free space are left out. */
public enum Strategy {
  /**
   * Those with the most free bytes times their availability first. Availability is estimated as
   * (answered + 1) / (asked + 2), from the questions that this node has asked the peer lately.
   */
  SPACE {
    @Override
    List<Candidate> ordered(List<Candidate> fitting, @Nullable Peer last, Random random) {
      return fitting.stream()
          .sorted(
              Comparator.comparingDouble(Candidate::expectedBytes)
                  .reversed()
                  .thenComparing(Candidate::peer))
          .toList();
    }
  },
  /** All in turn, beginning after the last one that accepted a content. */
  ROUND_ROBIN {
    @Override
    List<Candidate> ordered(List<Candidate> fitting, @Nullable Peer last, Random random) {
      List<Candidate> turn = new ArrayList<>(fitting);
      turn.sort(Comparator.comparing(Candidate::peer));
      long passed =
          last == null ? 0 : turn.stream().filter(one -> one.peer().compareTo(last) <= 0).count();
      Collections.rotate(turn, -(int) passed);
      return turn;
    }
  },
  /** By lot, whatever their free space. */
  RANDOM {
    @Override
    List<Candidate> ordered(List<Candidate> fitting, @Nullable Peer last, Random random) {
      List<Candidate> shuffled = new ArrayList<>(fitting);
      shuffled.sort(Comparator.comparing(Candidate::peer));
      Collections.shuffle(shuffled, random);
      return shuffled;
    }
  };

  abstract List<Candidate> ordered(List<Candidate> fitting, @Nullable Peer last, Random random);

  /**
   * The peers to which a content is offered, the first one first.
   *
   * @param bytes the size of the content
   * @param last the peer that accepted a content last; null before that
   */
  public List<Candidate> order(
      List<Candidate> candidates, long bytes, @Nullable Peer last, Random random) {
    List<Candidate> fitting =
        candidates.stream().filter(candidate -> candidate.freeBytes() >= bytes).toList();
    return ordered(fitting, last, random);
  }

  /**
   * The strategy with a name, as users write it.
   *
   * @throws IllegalArgumentException with a readable message, if there is none
   */
  public static Strategy named(String name) {
    for (Strategy strategy : values()) {
      if (strategy.text().equals(name)) {
        return strategy;
      }
    }
    throw new IllegalArgumentException(
        "the strategy is '" + name + "', but must be space, round-robin or random");
  }

  /** The name, as users write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
