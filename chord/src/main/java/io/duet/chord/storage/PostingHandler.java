package io.duet.chord.storage;

import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.id.StoredRecord;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Peer;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.Keywords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers {@link ChordMessage.FindNames}: each posting of the first word contains the whole name,
 * so this member alone can select the names that contain the other words too.
 */
record PostingHandler(ContentService contents) {

  void onFindNames(Peer from, ChordMessage.FindNames find) {
    Keywords words = Keywords.of(String.join(" ", find.words()));
    if (words.list().isEmpty() || !words.list().equals(find.words())) {
      contents.node.refuse(from, "invalid search words");
    } else {
      contents.node.host().send(from, answer(find));
    }
  }

  /** The names with these words that are stored here. */
  ChordMessage.Names answer(ChordMessage.FindNames find) {
    String first = find.words().get(0);
    List<StoredRecord> postings = contents.postings(first);
    RingPeer owner = contents.node.routing().otherOwner(RingId.of(StoredRecord.ofWord(first)));
    boolean asked = postings.size() <= find.lengthMax();
    Keywords words = Keywords.of(String.join(" ", find.words()));
    List<ChordMessage.Name> all = asked ? matching(postings, words) : List.of();
    List<ChordMessage.Name> some = all.subList(0, Math.min(all.size(), KeywordResult.NAMES_MAX));
    boolean complete = some.size() == all.size() && postings.size() < RecordStore.POSTINGS_MAX;
    return new ChordMessage.Names(
        find.requestId(), owner, postings.size(), asked && complete, List.copyOf(some));
  }

  /** The names that contain all words, the latest published first, with their providers. */
  private static List<ChordMessage.Name> matching(List<StoredRecord> postings, Keywords words) {
    Map<String, List<Peer>> providers = new LinkedHashMap<>();
    for (StoredRecord posting : postings) {
      if (providers.containsKey(posting.name()) || words.areIn(posting.name())) {
        List<Peer> some = providers.computeIfAbsent(posting.name(), name -> new ArrayList<>(1));
        if (some.size() < KeywordResult.PROVIDERS_MAX) {
          some.add(posting.provider());
        }
      }
    }
    List<ChordMessage.Name> names = new ArrayList<>(providers.size());
    providers.forEach((name, peers) -> names.add(new ChordMessage.Name(name, peers)));
    return names;
  }
}
