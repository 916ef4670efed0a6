package io.duet.unstructured;

import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.NameAnswer;
import io.duet.overlay.NameAnswer.NamedContent;
import java.util.List;

/**
 * What an index, or several, hold for a question.
 *
 * @param providers for a question of a key: at most {@link Answer#PROVIDERS_MAX}
 * @param contents for a question of words: at most {@link NameAnswer#NAMES_MAX}
 * @param complete whether nothing that was found was cut away
 */
public record Findings(List<PeerAddress> providers, List<NamedContent> contents, boolean complete) {

  /** Nothing found. */
  public static final Findings NONE = new Findings(List.of(), List.of(), true);

  /** What a search has when nobody answered it. */
  public static final Findings UNANSWERED = new Findings(List.of(), List.of(), false);

  /** These providers of the content that was asked for. */
  public static Findings of(List<PeerAddress> providers) {
    return new Findings(providers, List.of(), true);
  }

  /** Whether nobody answered. */
  @SuppressWarnings("ReferenceEquality") // what a peer says may look the same
  boolean isUnanswered() {
    return this == UNANSWERED;
  }

  /** How many results these are. */
  public int count() {
    return providers.size() + contents.size();
  }

  /** Whether these can be results of the question: names must have the words that were sought. */
  public boolean answer(Question question) {
    if (question instanceof Question.OfWords sought) {
      return providers.isEmpty()
          && contents.stream().allMatch(content -> sought.words().areIn(content.name().text()));
    }
    return contents.isEmpty();
  }
}
