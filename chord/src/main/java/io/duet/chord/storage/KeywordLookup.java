package io.duet.chord.storage;

import io.duet.chord.lookup.Lookups;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.OverlayEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches the contents whose names contain all given words. The owner of one word stores every
 * name with that word and selects those that contain the others too, so no list of names is sent
 * between owners. The longest word's owner is asked first, because that word is likely the rarest;
 * it answers at once if few names contain the word. Otherwise the owners of the other words are
 * asked for the number of their postings, and the owner of the fewest answers.
 */
final class KeywordLookup {
  /** A word with at most this many postings is searched, even if another one is rarer. */
  static final int SHORT = 256;

  private final ChordContext node;
  private final ContentService contents;
  private final Lookups lookups;
  private final List<String> words;
  private final Consumer<KeywordResult> whenDone;
  private final long started;
  private @Nullable PostingQuery rarest;
  private int open;
  private int hops;
  private boolean done;

  KeywordLookup(
      ChordContext node,
      ContentService contents,
      Lookups lookups,
      Keywords words,
      Consumer<KeywordResult> whenDone) {
    this.node = node;
    this.contents = contents;
    this.lookups = lookups;
    this.words = new ArrayList<>(words.list());
    this.words.sort(Comparator.comparingInt(String::length).reversed());
    this.whenDone = whenDone;
    this.started = node.host().nowNanos();
  }

  /** Starts with the longest word; a search without words finds nothing. */
  void start() {
    if (words.isEmpty()) {
      finish(KeywordResult.of(List.of(), true, 0));
    } else if (words.size() == 1) {
      ask(words.get(0), RecordStore.POSTINGS_MAX, this::onLast);
    } else {
      ask(words.get(0), SHORT, this::onFirst);
    }
  }

  private void ask(String first, int lengthMax, Consumer<PostingQuery> onEnd) {
    List<String> ordered = new ArrayList<>(words);
    ordered.remove(first);
    ordered.add(0, first);
    open++;
    new PostingQuery(node, contents, lookups, ordered, lengthMax, onEnd).start();
  }

  private void onFirst(PostingQuery query) {
    count(query);
    if (query.length() <= SHORT) {
      finish(answer(query));
    } else {
      words.subList(1, words.size()).forEach(word -> ask(word, SHORT, this::onOther));
    }
  }

  private void onOther(PostingQuery query) {
    count(query);
    if (done) {
      return; // another word was rare enough
    }
    if (query.length() <= SHORT) {
      finish(answer(query));
    } else if (open == 0 && rarest != null && rarest.length() < Integer.MAX_VALUE) {
      ask(rarest.words().get(0), Integer.MAX_VALUE, this::onLast);
    } else if (open == 0) {
      finish(KeywordResult.failed(hops));
    }
  }

  private void onLast(PostingQuery query) {
    count(query);
    finish(answer(query));
  }

  private void count(PostingQuery query) {
    open--;
    hops += query.hops();
    if (rarest == null || query.length() < rarest.length()) {
      rarest = query;
    }
  }

  private KeywordResult answer(PostingQuery query) {
    ChordMessage.Names names = query.answer();
    if (names == null) {
      return KeywordResult.failed(hops);
    }
    List<KeywordResult.NamedContent> found =
        names.names().stream()
            .map(
                name ->
                    new KeywordResult.NamedContent(new ContentName(name.text()), name.providers()))
            .toList();
    return KeywordResult.of(found, names.complete(), hops);
  }

  private void finish(KeywordResult answer) {
    done = true;
    boolean found = !answer.found().isEmpty();
    long age = node.host().nowNanos() - started;
    node.host().emit(new OverlayEvent.SearchFinished(found, answer.hops(), age));
    whenDone.accept(answer);
  }
}
