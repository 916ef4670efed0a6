package io.duet.experiments.bench;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Keywords;
import io.duet.unstructured.index.LeafIndex;
import io.duet.unstructured.message.SearchCriteria;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds for a super-peer to answer from its index, by key and by two words, with ten results
 * wanted. The baseline is a map of the platform with the same keys. Each answer is timed by itself,
 * so that other work on the machine shows in the highest percentiles only. Names are four words of
 * a Zipf law over 200,000, a number, and one of two endings. The heap bytes of each entry are
 * printed after the index is filled.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+UseParallelGC"})
public class LeafIndexBenchmark {
  private static final int LEAVES = 200;
  private static final int VOCABULARY = 200_000;
  private static final int QUESTIONS = 1 << 16;
  private static final int WANTED = 10;

  /** How many entries the index has. */
  @Param({"1000000"})
  private int entries;

  private final List<SearchCriteria> keys = new ArrayList<>();
  private final List<SearchCriteria> pairs = new ArrayList<>();
  private final SearchCriteria halves = words("mp3 ogg");
  private final SearchCriteria fewer = words("live demo");
  private final Map<Key, Peer> map = new HashMap<>();
  private @Nullable LeafIndex index;
  private int next;

  /** Fills the index, prints its memory use, and draws the keys and keywords to search. */
  @Setup
  public void fill() {
    long before = usedBytes();
    index = new LeafIndex(1);
    for (int i = 0; i < entries; i++) {
      index.attach(leaf(i), 0);
      index.add(leaf(i), List.of(SharedContent.of(name(i))));
    }
    System.out.printf("%n%.1f bytes an entry%n", (usedBytes() - before) / (double) entries);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < QUESTIONS; i++) {
      ContentName sought = name(random.nextInt(entries));
      List<String> its = Keywords.of(sought.text()).list();
      keys.add(new SearchCriteria.OfKey(sought.key()));
      pairs.add(words(its.get(0) + " " + its.get(its.size() / 2)));
    }
    for (int i = 0; i < entries; i++) {
      map.put(name(i).key(), leaf(i));
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Peer leaf(int i) {
    return Peer.at(PeerAddress.ofIpv4(i % LEAVES, 4000));
  }

  private static SearchCriteria words(String text) {
    return new SearchCriteria.OfWords(Keywords.of(text));
  }

  private static ContentName name(int i) {
    SplittableRandom random = new SplittableRandom(i);
    String rare = i % 65 == 0 ? " live" : i % 65 == 1 ? " demo" : "";
    return new ContentName(
        "%s %s - %s %s %d%s.%s"
            .formatted(
                word(random),
                word(random),
                word(random),
                word(random),
                random.nextInt(100),
                rare,
                i % 2 == 0 ? "mp3" : "ogg"));
  }

  /** Of rank r with a probability of about 1 / (r ln V): 3 to 5 letters and digits. */
  private static String word(SplittableRandom random) {
    int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
    return Integer.toString(36 * 36 + 31 * rank, 36);
  }

  private int next() {
    return next++ & QUESTIONS - 1;
  }

  /** The providers of a content, by its key. */
  @Benchmark
  public SearchResults exactKey() {
    return index.find(keys.get(next()), WANTED);
  }

  /** The yardstick: the same keys in the platform's map. */
  @Benchmark
  public @Nullable Peer hashMapGet() {
    return map.get(((SearchCriteria.OfKey) keys.get(next())).key());
  }

  /** Ten contents that have two words of some name. */
  @Benchmark
  public SearchResults twoWordsOfAName() {
    return index.find(pairs.get(next()), WANTED);
  }

  /**
   * The most expensive words: each in half of all names, no name with both, so all are compared.
   */
  @Benchmark
  public SearchResults twoHalves() {
    return index.find(halves, WANTED);
  }

  /** Words of 1.5 % of the names, none in both: the most that are kept as lists. */
  @Benchmark
  public SearchResults twoLists() {
    return index.find(fewer, WANTED);
  }
}
