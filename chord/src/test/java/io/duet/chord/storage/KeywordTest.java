package io.duet.chord.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.ChordNode;
import io.duet.chord.RingWorld;
import io.duet.chord.id.RingId;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.SearchResult;
import io.duet.overlay.trace.SearchTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents found by the words of their names. */
class KeywordTest {
  private static final String ROSE = "The Name of the Rose.epub";
  private static final String GARDEN = "Rose Garden.mp3";
  private static final String CAFE = "Café Noir.mp3";

  private final RingWorld world =
      new RingWorld(20, 1, Map.of("successors", "4", "replicas", "3")).assembled();
  private final List<ChordNode> ring = world.ring();

  private static Peer addressOf(ChordNode node) {
    return node.routing().self().peer();
  }

  private KeywordResult search(String words) {
    return search(ring.get(11), words);
  }

  private KeywordResult search(ChordNode from, String words) {
    List<KeywordResult> answers = new ArrayList<>();
    from.search(Keywords.of(words), answers::add);
    for (int i = 0; i < 300 && answers.isEmpty(); i++) {
      world.pass(0.1);
    }
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static List<String> names(KeywordResult answer) {
    return answer.found().stream().map(content -> content.name().text()).sorted().toList();
  }

  private void publish(int member, String... names) {
    for (String name : names) {
      ring.get(member).publish(new ContentName(name));
    }
    world.pass(3);
  }

  /** The owner of the word is asked last, and says how many names have it. */
  @Test
  void search_isExplainedStepByStep() {
    publish(3, ROSE, GARDEN);
    ChordNode owner = world.ownerOf(RingId.of(StoredRecord.ofWord("rose")));
    ChordNode asking = ring.get((ring.indexOf(owner) + 10) % ring.size());
    SearchTrace trace = new SearchTrace(world.simulation.nowNanos());
    asking.search(Keywords.of("rose"), 64, trace, answer -> {});
    world.pass(3);
    assertThat(trace.steps()).hasSizeGreaterThan(1);
    SearchTrace.Step last = trace.steps().get(trace.steps().size() - 1);
    assertThat(last.peer()).isEqualTo(addressOf(owner));
    assertThat(last.asked()).isEqualTo("names with rose");
    assertThat(last.answer()).isEqualTo("2 names, the word has 2");
    assertThat(last.ms()).isEqualTo(60);
    assertThat(last.from()).startsWith("reply of ");
  }

  @ParameterizedTest
  @CsvSource({
    "rose, Rose Garden.mp3|The Name of the Rose.epub",
    "ROSE the, The Name of the Rose.epub",
    "name rose of, The Name of the Rose.epub",
    "CAFE, Café Noir.mp3",
    "mp3, Café Noir.mp3|Rose Garden.mp3",
    "noir café mp3, Café Noir.mp3"
  })
  void search_findsNamesThatHaveAllWords(String words, String expected) {
    publish(3, ROSE, GARDEN, CAFE);
    KeywordResult answer = search(words);
    assertThat(String.join("|", names(answer))).isEqualTo(expected);
    assertThat(answer.complete()).isTrue();
    assertThat(answer.found()).allMatch(c -> c.providers().equals(List.of(addressOf(ring.get(3)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tulip", "rose tulip", "garden name", "ros", "..."})
  void search_findsNothingElse(String words) {
    publish(3, ROSE, GARDEN, CAFE);
    KeywordResult answer = search(words);
    assertThat(answer.status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void search_namesAllProvidersOfAName_andItsKey() {
    publish(3, ROSE);
    publish(5, ROSE);
    KeywordResult.NamedContent content = search("rose").found().get(0);
    assertThat(content.providers())
        .containsExactlyInAnyOrder(addressOf(ring.get(3)), addressOf(ring.get(5)));
    assertThat(content.key()).isEqualTo(Key.ofName(ROSE));
    assertThat(world.search(ring.get(9), content.key()).providers()).hasSize(2);
  }

  @Test
  void withdraw_takesOneProvidersPostingsBack() {
    publish(3, ROSE);
    publish(5, ROSE);
    ring.get(3).withdraw(new ContentName(ROSE));
    world.pass(3);
    assertThat(search("name").found().get(0).providers()).containsExactly(addressOf(ring.get(5)));
    ring.get(5).withdraw(new ContentName(ROSE));
    world.pass(3);
    assertThat(search("name").status()).isEqualTo(SearchResult.Status.NOT_FOUND);
  }

  @Test
  void search_outlivesTheOwnersOfTheWords() {
    publish(3, ROSE, GARDEN);
    for (String word : List.of("rose", "garden")) {
      ChordNode owner = world.ownerOf(RingId.of(StoredRecord.ofWord(word)));
      if (owner != ring.get(11)) {
        world.crash(owner);
      }
    }
    assertThat(names(search("rose garden"))).containsExactly(GARDEN);
    world.pass(30);
    assertThat(names(search("rose"))).containsExactly(GARDEN, ROSE);
  }

  /** A word's postings as its owner and its replicas hold them once all were announced. */
  private void fill(String word, int names) {
    long now = world.simulation.nowNanos();
    int owner = ring.indexOf(world.ownerOf(RingId.of(StoredRecord.ofWord(word))));
    for (int i = 0; i < names; i++) {
      Key key = StoredRecord.ofWord(word);
      Peer provider = Peer.at(PeerAddress.ofIpv4(0x7f000001, 1 + i));
      StoredRecord posting = new StoredRecord(key, word + " number " + i, provider, 100, false);
      assertThat(ring.get(owner).contents().store().records().put(posting, now)).isTrue();
    }
  }

  /**
   * A search asks the owner of the longer word, "common", first. That owner returns only the number
   * of its postings, so the rarer word is searched.
   */
  @Test
  void search_asksTheRarestWord_whateverItsLength() {
    fill("common", KeywordLookup.SHORT + 1);
    publish(3, "a common and rare name");
    KeywordResult answer = search("common rare");
    assertThat(names(answer)).containsExactly("a common and rare name");
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void search_asksTheRarerOfTwoCommonWords() {
    fill("everywhere", KeywordLookup.SHORT + 500);
    fill("common", KeywordLookup.SHORT + 1);
    KeywordResult answer = search("everywhere common");
    assertThat(answer.status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void answerThatHoldsNotAllNames_saysSo() {
    fill("common", KeywordResult.NAMES_MAX);
    assertThat(search("common").complete()).isTrue();
    fill("common", KeywordResult.NAMES_MAX + 1);
    KeywordResult cut = search("common");
    assertThat(cut.found()).hasSize(KeywordResult.NAMES_MAX);
    assertThat(cut.complete()).isFalse();
    assertThat(names(search("common 64"))).containsExactly("common number 64");
  }

  /**
   * An owner whose list is full refuses one more posting with a reason. A search of that list that
   * finds nothing is marked as incomplete.
   */
  @Test
  void listThatIsFull_isSaidToBeCut() {
    fill("common", RecordStore.POSTINGS_MAX);
    ChordNode owner = world.ownerOf(RingId.of(StoredRecord.ofWord("common")));
    Key key = StoredRecord.ofWord("common");
    owner.onMessage(addressOf(ring.get(2)), RingWorld.store(key, "one more common", 60));
    assertThat(world.refusals).contains("no room for a record");
    fill("everywhere", RecordStore.POSTINGS_MAX);
    KeywordResult answer = search("everywhere common");
    assertThat(answer.status()).isEqualTo(SearchResult.Status.NOT_FOUND);
    assertThat(answer.complete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a red flower", "rose\nrose", "rosé rose rosy rosegarden"})
  void postingThatIsMalformed_isRefused(String name) {
    ChordNode owner = world.ownerOf(RingId.of(StoredRecord.ofWord("rose")));
    Key key = StoredRecord.ofWord(name.startsWith("rosé") ? "tulip" : "rose");
    owner.onMessage(addressOf(ring.get(2)), RingWorld.store(key, name, 60));
    StoredRecord copy = new StoredRecord(key, name, addressOf(ring.get(2)), 60, false);
    owner.onMessage(
        addressOf(world.ownerOf(RingId.of(key))), new ChordMessage.Replicate(List.of(copy)));
    assertThat(world.refusals).contains("posting whose name lacks its word");
    assertThat(owner.recordsKept()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Rose", "two words", "rosé"})
  void searchForWhatIsNoWord_isRefused(String word) {
    ring.get(4).onMessage(addressOf(ring.get(2)), new ChordMessage.FindNames(1, List.of(word), 9));
    assertThat(world.refusals).containsExactly("invalid search words");
  }

  /** The owner names contents that lack the word; those behind it are asked instead. */
  @Test
  void search_isNotSentAstrayByAnOwnerThatLies() {
    publish(3, ROSE);
    ChordNode owner = world.ownerOf(RingId.of(StoredRecord.ofWord("rose")));
    List<ChordMessage.Name> forged =
        List.of(new ChordMessage.Name("An advertisement", List.of(addressOf(owner))));
    world.answer(
        world.nodes.indexOf(owner),
        message ->
            message instanceof ChordMessage.FindNames find
                ? new ChordMessage.Names(find.requestId(), null, 1, true, forged)
                : null);
    ChordNode asker = ring.get((ring.indexOf(owner) + 9) % 20);
    assertThat(names(search(asker, "rose"))).containsExactly(ROSE);
    assertThat(world.refusals).contains("name without the words");
  }

  /** Against a dumb model: the list of all names, filtered by their words. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void searches_findWhatAListOfNamesHolds(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] vocabulary = "red green blue rose tulip Iris ÉTÉ hiver 2020 iso".split(" ");
    TreeSet<String> model = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      String name = sentence(vocabulary, 1 + random.nextInt(4), random);
      ChordNode provider = ring.get(name.hashCode() & 7);
      if (random.nextInt(4) > 0) {
        provider.publish(new ContentName(name));
        model.add(name);
      } else {
        provider.withdraw(new ContentName(name));
        model.remove(name);
      }
      world.pass(1);
    }
    for (int i = 0; i < 60; i++) {
      String words = sentence(vocabulary, 1 + random.nextInt(3), random);
      KeywordResult answer = search(ring.get(random.nextInt(20)), words);
      List<String> expected = model.stream().filter(Keywords.of(words)::areIn).toList();
      assertThat(names(answer)).as(words).isEqualTo(expected);
      assertThat(answer.complete()).isTrue();
    }
  }

  private static String sentence(String[] vocabulary, int length, SplittableRandom random) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      words.add(vocabulary[random.nextInt(vocabulary.length)]);
    }
    return String.join(" ", words);
  }
}
