package io.duet.daemon;

import io.duet.cli.FailureException;
import io.duet.http.HttpEndpoint;
import io.duet.http.Route;
import io.duet.metrics.Metrics;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Traffic;
import io.duet.node.TrafficClass;
import io.duet.overlay.ContentName;
import io.duet.overlay.DeliveryStatus;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordSearch;
import io.duet.overlay.Keywords;
import io.duet.overlay.Overlay;
import io.duet.overlay.PeerListing;
import io.duet.overlay.Placement;
import io.duet.overlay.RequestDelivery;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.StoragePlacement;
import io.duet.overlay.TablePage;
import io.duet.overlay.spi.Overlays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/** One node of an overlay on real sockets, with its metrics and its HTTP endpoint. */
public final class NodeDaemon implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeDaemon.class.getName());
  private static final Duration ASKED_MAX = Duration.ofSeconds(5);
  private static final int LEAVE_SECONDS_MAX = 5;

  private final NodeOptions options;
  private final Metrics metrics;
  private final LocalPublications names = new LocalPublications();
  private final NodeEventRecorder watch;
  private final EventLoops loops;
  private final NettyHost host;
  private final VirtualNodes companions;
  private final Overlay overlay;
  private final HttpEndpoint endpoint;
  private final long startedNanos = System.nanoTime();
  private @Nullable FolderWatcher watched;
  private boolean ended;

  /**
   * Opens both ports, for peers and for HTTP; the node is not started yet.
   *
   * @throws FailureException if a port cannot be opened
   */
  public NodeDaemon(NodeOptions options) {
    this.options = options;
    this.metrics = new Metrics(List.of(options.overlay()));
    this.watch =
        new NodeEventRecorder(metrics.overlay(options.overlay()).believingAnswers(), names);
    this.loops = new EventLoops(1, Overlays.named(options.overlay()).messages());
    this.host = bound(options.listen());
    try {
      companions =
          new VirtualNodes(
              loops,
              settings(options.listen()),
              host.self(),
              options.maker().companions(),
              metrics.overlay(options.overlay()).believingAnswers());
      overlay = host.create(h -> options.maker().make(h, options.contacts())).join();
      endpoint = new HttpEndpoint(routes(), options.httpPort(), "--http");
    } catch (RuntimeException e) {
      leave();
      throw e;
    }
    metrics.overlay(options.overlay()).watchTraffic(allTraffic());
    metrics.overlay(options.overlay()).watchNodes(() -> 1);
  }

  /** The host's settings; the network name keeps different overlays apart, but not presets. */
  private HostSettings settings(PeerAddress bind) {
    String network = Overlays.named(options.overlay()).networkName();
    return HostSettings.ofNetwork(network).withBind(bind).withListener(watch);
  }

  private List<Traffic> allTraffic() {
    List<Traffic> all = new ArrayList<>(companions.traffic());
    all.add(host.traffic());
    return all;
  }

  private NettyHost bound(PeerAddress bind) {
    try {
      return NettyHost.bind(loops, settings(bind)).join();
    } catch (CompletionException e) {
      loops.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new FailureException(sentence(String.valueOf(cause.getMessage())), e);
    }
  }

  private String sentence(String reason) {
    return reason.contains("in use")
        ? options.listen() + " is in use; choose another address with --listen"
        : reason;
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>(NodeApi.routes(this));
    routes.addAll(PeerApi.routes(this));
    routes.add(metrics.route());
    return routes;
  }

  /** The address of the node for peers. */
  public Peer self() {
    return host.self();
  }

  /** The loopback port for HTTP. */
  public int httpPort() {
    return endpoint.port();
  }

  /** Starts the node, which joins through its contacts, and publishes the given contents. */
  public CompletableFuture<Duration> start() {
    options.names().forEach(name -> publish(name, Duration.ZERO));
    if (options.watched() != null) {
      watched = new FolderWatcher(options.watched(), this::publish, this::withdraw);
    }
    host.execute(overlay::start);
    watch.joined().thenRun(() -> companions.start(options.maker(), host.self()));
    return watch.joined();
  }

  private CompletableFuture<Peer> publish(ContentName name) {
    CompletableFuture<Peer> keeper = names.add(name);
    host.execute(() -> announce(name));
    return keeper;
  }

  private void publish(ContentName name, long bytes) {
    try {
      names.add(name);
      host.execute(() -> announce(name, bytes));
    } catch (IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING, "{0} is not published: {1}", name.text(), e.getMessage());
    }
  }

  private void announce(ContentName name, long bytes) {
    if (overlay instanceof KeywordSearch searchable) {
      searchable.publish(name, bytes);
    } else {
      overlay.publish(name.key());
    }
  }

  /** Announces a content, with the words of its name if the overlay has keyword search. */
  private void announce(ContentName name) {
    if (overlay instanceof KeywordSearch searchable) {
      searchable.publish(name);
    } else {
      overlay.publish(name.key());
    }
  }

  /** Publishes a content; returns the keeper that acknowledges it within this time, if any. */
  Optional<Peer> publish(ContentName name, Duration max) {
    return awaited(publish(name), max);
  }

  /** Withdraws a content; false if it was not published. */
  boolean withdraw(ContentName name) {
    boolean known = names.remove(name);
    if (known) {
      host.execute(() -> takeBack(name));
    }
    return known;
  }

  private void takeBack(ContentName name) {
    if (overlay instanceof KeywordSearch searchable) {
      searchable.withdraw(name);
    } else {
      overlay.withdraw(name.key());
    }
  }

  /**
   * Searches for up to {@code results} names with all of these words; empty if there is no result
   * within this time.
   *
   * @throws IllegalArgumentException if this overlay has no keyword search, or if there are no
   *     words
   */
  Optional<KeywordResult> search(Keywords words, int results, Duration max) {
    if (!(overlay instanceof KeywordSearch searchable)) {
      throw new IllegalArgumentException(
          options.overlay() + " finds names only as a whole, not by keywords");
    } else if (words.list().isEmpty()) {
      throw new IllegalArgumentException("a keyword search needs letters or digits");
    }
    CompletableFuture<KeywordResult> answer = new CompletableFuture<>();
    host.execute(() -> searchable.search(words, results, answer::complete));
    return awaited(answer, max);
  }

  /** Searches for up to {@code results} providers; empty if there is no result within this time. */
  Optional<SearchResult> search(ContentName name, int results, Duration max) {
    CompletableFuture<SearchResult> answer = new CompletableFuture<>();
    host.execute(() -> overlay.search(name.key(), results, answer::complete));
    return awaited(answer, max);
  }

  /**
   * A page of a list of the node.
   *
   * @throws IllegalArgumentException if nodes of this overlay have no such list
   */
  TablePage list(TablePage.Of what, int first) {
    if (!(overlay instanceof PeerListing lists)) {
      throw new IllegalArgumentException(
          "nodes of " + options.overlay() + " keep no such list; see 'duet status'");
    }
    return awaited(host.call(() -> lists.list(what, first)), ASKED_MAX)
        .orElseThrow(() -> new IllegalStateException("the node does not answer"));
  }

  /** Searches for a peer with a file, or one with free space; empty if none is found in time. */
  Optional<Placement> place(ContentName name, long bytes, Duration max) {
    if (!(overlay instanceof StoragePlacement stores)) {
      return Optional.of(Placement.without(Placement.Fate.UNSUPPORTED));
    }
    CompletableFuture<Placement> placement = new CompletableFuture<>();
    host.execute(() -> stores.place(name, bytes, placement::complete));
    return awaited(placement, max);
  }

  /** The request log of the node; empty if it keeps none. */
  RequestLog events() {
    return watch.events();
  }

  /** Sends a text to another peer's user; empty if its fate is not known within this time. */
  Optional<DeliveryStatus> request(Peer to, String text, Duration max) {
    if (!(overlay instanceof RequestDelivery carrier)) {
      return Optional.of(DeliveryStatus.UNSUPPORTED);
    }
    CompletableFuture<DeliveryStatus> fate = new CompletableFuture<>();
    host.execute(() -> carrier.request(to, text, fate::complete));
    return awaited(fate, max);
  }

  private static <T> Optional<T> awaited(CompletableFuture<T> future, Duration max) {
    return future
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), max.toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  /** The status of the node, from the overlay and from the process. */
  Status status() {
    Status told =
        awaited(host.call(overlay::status), ASKED_MAX).orElse(Status.of("does not answer"));
    Status status = Status.of(told.health()).with(node());
    for (Status.Section section : told.sections()) {
      status = status.with(section);
    }
    return status.with(names.table()).with(traffic()).with(troubles());
  }

  private Status.Facts node() {
    Status.Facts facts =
        Status.Facts.of("node")
            .with("overlay", options.overlay())
            .with("address", self().toString());
    if (!companions.peers().isEmpty()) {
      facts = facts.with("virtual nodes beside it", companions.peers().toString());
    }
    return facts
        .with("http", "127.0.0.1:" + httpPort())
        .with("uptime seconds", Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds())
        .with("announcements acknowledged", names.acknowledged());
  }

  private Status.Facts traffic() {
    return Status.Facts.of("traffic")
        .with("connections", host.connections())
        .with("messages sent", sum(Traffic::messagesSent))
        .with("messages received", sum(Traffic::messagesReceived))
        .with("bytes sent", sum(Traffic::bytesSent))
        .with("bytes received", sum(Traffic::bytesReceived));
  }

  private long sum(ToLongBiFunction<Traffic, TrafficClass> count) {
    return TrafficClass.all().stream().mapToLong(p -> sum(count, p)).sum();
  }

  private long sum(ToLongBiFunction<Traffic, TrafficClass> count, TrafficClass type) {
    return allTraffic().stream().mapToLong(traffic -> count.applyAsLong(traffic, type)).sum();
  }

  private Status.Facts troubles() {
    return watch.troubles().with("node threw", host.refused().getOrDefault("node threw", 0L));
  }

  /** Leaves gracefully, within a few seconds; any thread may call this, and waits for the end. */
  @Override
  public synchronized void close() {
    if (!ended) {
      ended = true;
      if (watched != null) {
        watched.close();
      }
      endpoint.close();
      leave();
      metrics.close();
    }
  }

  private void leave() {
    CompletableFuture<Void> others =
        companions == null ? CompletableFuture.completedFuture(null) : companions.close();
    others.completeOnTimeout(null, LEAVE_SECONDS_MAX, TimeUnit.SECONDS).join();
    host.close().completeOnTimeout(null, LEAVE_SECONDS_MAX, TimeUnit.SECONDS).join();
    loops.close();
  }
}
