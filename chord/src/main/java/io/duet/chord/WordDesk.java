package io.duet.chord;

import io.duet.node.PeerAddress;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers {@link ChordMessage.FindNames}: each posting of the first word contains the whole name,
 * so this member alone can tell which names have the other words too.
 */
final class WordDesk {

  private WordDesk() {}

  static void onFindNames(
      ChordContext node, Contents contents, PeerAddress from, ChordMessage.FindNames find) {
    Words words = Words.of(String.join(" ", find.words()));
    if (words.list().isEmpty() || !words.list().equals(find.words())) {
      node.refuse(from, "search for what are no words");
    } else {
      node.host().send(from, answer(node, contents, find));
    }
  }

  /** What this member knows of names with these words. */
  static ChordMessage.Names answer(
      ChordContext node, Contents contents, ChordMessage.FindNames find) {
    String first = find.words().get(0);
    List<RecordCopy> postings = contents.postings(first);
    RingPeer owner = node.view().otherOwner(RingId.of(RecordCopy.ofWord(first)));
    boolean asked = postings.size() <= find.lengthMax();
    Words words = Words.of(String.join(" ", find.words()));
    List<ChordMessage.Name> all = asked ? matching(postings, words) : List.of();
    List<ChordMessage.Name> some = all.subList(0, Math.min(all.size(), NameAnswer.NAMES_MAX));
    boolean complete = some.size() == all.size() && postings.size() < RecordStore.POSTINGS_MAX;
    return new ChordMessage.Names(
        find.requestId(), owner, postings.size(), asked && complete, List.copyOf(some));
  }

  /** The names that have all words, those announced last first, each with its providers. */
  private static List<ChordMessage.Name> matching(List<RecordCopy> postings, Words words) {
    Map<String, List<PeerAddress>> providers = new LinkedHashMap<>();
    for (RecordCopy posting : postings) {
      if (providers.containsKey(posting.name()) || words.areIn(posting.name())) {
        providers.computeIfAbsent(posting.name(), name -> new ArrayList<>(1));
        List<PeerAddress> some = providers.get(posting.name());
        if (some.size() < NameAnswer.PROVIDERS_MAX) {
          some.add(posting.provider());
        }
      }
    }
    List<ChordMessage.Name> names = new ArrayList<>(providers.size());
    providers.forEach((name, peers) -> names.add(new ChordMessage.Name(name, peers)));
    return names;
  }
}
