package io.duet.overlay.trace;

import io.duet.node.Key;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordSearch;
import io.duet.overlay.Keywords;
import io.duet.overlay.Overlay;
import io.duet.overlay.SearchResult;
import java.util.function.Consumer;

/** Implemented by nodes that can explain a search for a key step by step. */
public interface TracedSearch {

  /** Searches like {@link Overlay#search}, and notes each step in a trace. */
  void search(Key key, int results, SearchTrace trace, Consumer<SearchResult> whenDone);

  /** Searches like {@link KeywordSearch#search}, and notes each step in a trace. */
  void search(Keywords words, int results, SearchTrace trace, Consumer<KeywordResult> whenDone);
}
