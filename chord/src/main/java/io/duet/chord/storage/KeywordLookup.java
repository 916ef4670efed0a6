package io.duet.chord.storage;

import io.duet.chord.message.ChordMessage;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.trace.SearchTrace;
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

  private final ContentService contents;
  private final List<String> words;
  private final @Nullable SearchTrace trace;
  private final Consumer<KeywordResult> whenDone;
  private final long started;
  private @Nullable PostingQuery rarest;
  private int asked; // words
  private int open;
  private int hops;
  private boolean done;

  KeywordLookup(
      ContentService contents,
      Keywords words,
      @Nullable SearchTrace trace,
      Consumer<KeywordResult> whenDone) {
    this.trace = trace;
    this.contents = contents;
    this.words = new ArrayList<>(words.list());
    this.words.sort(Comparator.comparingInt(String::length).reversed());
    this.whenDone = whenDone;
    this.started = contents.node.host().nowNanos();
  }

  /** Starts with the longest word; a search without words finds nothing. */
  void start() {
    if (words.isEmpty()) {
      finish(KeywordResult.of(List.of(), true, 0));
    } else {
      asked = 1;
      ask(words.get(0), words.size() == 1 ? RecordStore.POSTINGS_MAX : SHORT);
    }
  }

  private void ask(String first, int lengthMax) {
    List<String> ordered = new ArrayList<>(words);
    ordered.remove(first);
    ordered.add(0, first);
    open++;
    new PostingQuery(contents, ordered, lengthMax, trace, this::onEnd).start();
  }

  private void onEnd(PostingQuery query) {
    open--;
    hops += query.hops();
    PostingQuery best = rarest == null || query.length() < rarest.length() ? query : rarest;
    rarest = best;
    if (done) {
      return; // another word was rare enough
    }
    if (query.length() <= SHORT || query.lengthMax() > SHORT) {
      finish(answer(query));
    } else if (asked < words.size()) {
      asked = words.size();
      words.subList(1, asked).forEach(word -> ask(word, SHORT));
    } else if (open == 0 && best.length() < Integer.MAX_VALUE) {
      ask(best.firstWord(), Integer.MAX_VALUE);
    } else if (open == 0) {
      finish(KeywordResult.failed(hops));
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
    long age = contents.node.host().nowNanos() - started;
    contents.node.host().emit(new OverlayEvent.SearchFinished(found, answer.hops(), age));
    whenDone.accept(answer);
  }
}
