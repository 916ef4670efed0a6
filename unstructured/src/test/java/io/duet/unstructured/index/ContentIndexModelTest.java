package io.duet.unstructured.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult.NamedContent;
import io.duet.overlay.Keywords;
import io.duet.unstructured.message.SearchResults;
import io.duet.unstructured.message.SharedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the index with a plain list of providers and their contents, in every order of changes.
 */
class ContentIndexModelTest {
  private static final int STEPS = 3_000;
  private static final String[] WORDS = {"Árbol", "bosque", "CIELO", "día", "Être"};

  private record Entry(Peer provider, SharedContent content) {}

  /** All entries, the latest last. */
  private static final class Model {
    private final List<Entry> entries = new ArrayList<>();

    boolean add(Entry entry) {
      if (entries.contains(entry)) {
        return false;
      }
      remove(entry.provider(), entry.content().key());
      return entries.add(entry);
    }

    boolean remove(Peer provider, Key key) {
      return entries.removeIf(
          entry -> entry.provider().equals(provider) && entry.content().key().equals(key));
    }

    void clear(Peer provider) {
      entries.removeIf(entry -> entry.provider().equals(provider));
    }

    List<Peer> providers(Key key) {
      List<Peer> found = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry.content().key().equals(key)) {
          found.add(0, entry.provider());
        }
      }
      return found;
    }

    int digest(Peer provider) {
      return entries.stream()
          .filter(entry -> entry.provider().equals(provider))
          .reduce(0, (digest, e) -> ContentIndex.digestWith(digest, e.content()), (a, b) -> a ^ b);
    }

    TreeSet<String> names(Keywords words) {
      return entries.stream()
          .map(entry -> entry.content().name())
          .filter(Objects::nonNull)
          .map(ContentName::text)
          .filter(words::areIn)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    long contents() {
      return entries.stream().map(entry -> entry.content().key()).distinct().count();
    }
  }

  @Test
  void index_isWhatAPlainListIs() {
    for (long seed = 0; seed < 12; seed++) {
      new Run(seed).play();
    }
  }

  private static final class Run {
    private final long seed;
    private final SplittableRandom random;
    private final ContentIndex index;
    private final Model model = new Model();
    private final int providers;
    private final int contents;

    Run(long seed) {
      this.seed = seed;
      this.random = new SplittableRandom(seed);
      this.index = new ContentIndex(seed);
      this.providers = random.nextInt(1, 20);
      this.contents = random.nextInt(1, 120);
    }

    void play() {
      for (int step = 0; step < STEPS; step++) {
        change(step);
        if (step % 25 == 0) {
          compare();
        }
      }
      for (int i = 0; i < providers; i++) {
        index.clear(Peer.at(PeerAddress.ofIpv4(i, 1)));
      }
      assertThat(index.entries() + index.contents() + index.words()).as("seed %d", seed).isZero();
    }

    private void change(int step) {
      Peer provider = provider();
      SharedContent content = content();
      int kind = random.nextInt(1_000);
      if (kind < (step < STEPS / 2 ? 650 : 350)) {
        Entry entry = new Entry(provider, content);
        assertThat(index.add(provider, content)).as("seed %d", seed).isEqualTo(model.add(entry));
      } else if (kind < 995) {
        assertThat(index.remove(provider, content.key()))
            .as("seed %d", seed)
            .isEqualTo(model.remove(provider, content.key()));
      } else {
        index.clear(provider);
        model.clear(provider);
      }
    }

    private Peer provider() {
      return Peer.at(PeerAddress.ofIpv4(random.nextInt(providers), 1));
    }

    /** A random one of {@code contents} contents; one in three is known by its key alone. */
    private SharedContent content() {
      int number = random.nextInt(contents);
      String name = WORDS[number % 5] + "-" + WORDS[number / 5 % 5] + " no" + number;
      SharedContent content = SharedContent.of(new ContentName(name));
      return random.nextInt(3) == 0 ? SharedContent.of(content.key()) : content;
    }

    private void compare() {
      Peer provider = provider();
      Key key = content().key();
      assertThat(index.providers(key)).as("seed %d", seed).isEqualTo(model.providers(key));
      assertThat(index.digest(provider)).as("seed %d", seed).isEqualTo(model.digest(provider));
      assertThat(index.entries()).as("seed %d", seed).isEqualTo(model.entries.size());
      assertThat(index.contents()).as("seed %d", seed).isEqualTo((int) model.contents());
      search(Keywords.of(WORDS[random.nextInt(5)] + " " + WORDS[random.nextInt(5)]));
      search(Keywords.of("no" + random.nextInt(contents)));
    }

    private void search(Keywords words) {
      TreeSet<String> all = model.names(words);
      int wanted = random.nextInt(1, 20);
      SearchResults found = index.search(words, wanted);
      assertThat(found.complete()).as("seed %d", seed).isEqualTo(all.size() <= wanted);
      assertThat(found.contents())
          .as("seed %d", seed)
          .hasSize(Math.min(wanted, all.size()))
          .doesNotHaveDuplicates()
          .allMatch(content -> all.contains(content.name().text()))
          .allMatch(this::hasLatestProviders);
    }

    private boolean hasLatestProviders(NamedContent content) {
      List<Peer> all = model.providers(content.key());
      return content.providers().equals(all.subList(0, Math.min(all.size(), 4)));
    }
  }
}
