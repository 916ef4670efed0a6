package io.duet.chord;

import io.duet.overlay.OverlayEvent;
import io.duet.overlay.ContentName;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A user's search for words. The owner of one word has every name with that word, and picks those
 * that have the others too; no list of names is sent from one owner to another. The longest word is
 * asked first, because it is likely the rarest: when few names have it, its owner answers at once.
 * Otherwise the owners of all other words say how many names have these, or answer if they are few,
 * and in the end the owner of the shortest list answers.
 */
final class NameSearch {
  /** A list no longer than this is looked through whether or not another word is rarer. */
  static final int SHORT = 256;

  private final ChordNode node;
  private final List<String> words;
  private final Consumer<NameAnswer> whenDone;
  private final long started;
  private @Nullable WordQuestion rarest;
  private int open;
  private int hops;
  private boolean done;

  NameSearch(ChordNode node, Words words, Consumer<NameAnswer> whenDone) {
    this.node = node;
    this.words = new ArrayList<>(words.list());
    this.words.sort(Comparator.comparingInt(String::length).reversed());
    this.whenDone = whenDone;
    this.started = node.host().nowNanos();
  }

  /** Begins with the longest word; a search for no word finds nothing. */
  void start() {
    if (words.isEmpty()) {
      finish(NameAnswer.of(List.of(), true, 0));
    } else if (words.size() == 1) {
      ask(words.get(0), RecordStore.POSTINGS_MAX, this::onLast);
    } else {
      ask(words.get(0), SHORT, this::onFirst);
    }
  }

  private void ask(String first, int lengthMax, Consumer<WordQuestion> onEnd) {
    List<String> ordered = new ArrayList<>(words);
    ordered.remove(first);
    ordered.add(0, first);
    open++;
    new WordQuestion(node, ordered, lengthMax, onEnd).start();
  }

  private void onFirst(WordQuestion question) {
    note(question);
    if (question.length() <= SHORT) {
      finish(answer(question));
    } else {
      words.subList(1, words.size()).forEach(word -> ask(word, SHORT, this::onOther));
    }
  }

  private void onOther(WordQuestion question) {
    note(question);
    if (done) {
      return; // another word was rare enough
    }
    if (question.length() <= SHORT) {
      finish(answer(question));
    } else if (open == 0 && rarest != null && rarest.length() < Integer.MAX_VALUE) {
      ask(rarest.words().get(0), Integer.MAX_VALUE, this::onLast);
    } else if (open == 0) {
      finish(NameAnswer.failed(hops));
    }
  }

  private void onLast(WordQuestion question) {
    note(question);
    finish(answer(question));
  }

  private void note(WordQuestion question) {
    open--;
    hops += question.hops();
    if (rarest == null || question.length() < rarest.length()) {
      rarest = question;
    }
  }

  private NameAnswer answer(WordQuestion question) {
    ChordMessage.Names names = question.answer();
    if (names == null) {
      return NameAnswer.failed(hops);
    }
    List<NameAnswer.NamedContent> found = new ArrayList<>();
    for (ChordMessage.Name name : names.names()) {
      found.add(new NameAnswer.NamedContent(new ContentName(name.text()), name.providers()));
    }
    return NameAnswer.of(found, names.complete(), hops);
  }

  private void finish(NameAnswer answer) {
    done = true;
    boolean found = !answer.found().isEmpty();
    long age = node.host().nowNanos() - started;
    node.host().emit(new OverlayEvent.SearchFinished(found, answer.hops(), age));
    whenDone.accept(answer);
  }
}
