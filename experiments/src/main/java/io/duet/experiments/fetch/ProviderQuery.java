package io.duet.experiments.fetch;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.overlay.Overlay;
import io.duet.overlay.ProviderRecord;
import io.duet.overlay.SearchResult;
import io.duet.transfer.DownloadLimits;
import java.util.List;
import java.util.function.Consumer;

/** A search of a running transfer for as many providers as it can use. */
record ProviderQuery(Key key, Consumer<List<Peer>> whenDone) {

  void start(Overlay overlay) {
    int wanted = Math.min(DownloadLimits.PROVIDERS_MAX, SearchResult.PROVIDERS_MAX);
    overlay.search(
        key,
        wanted,
        result ->
            whenDone.accept(result.providers().stream().map(ProviderRecord::provider).toList()));
  }
}
