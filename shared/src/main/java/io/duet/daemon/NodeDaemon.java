package io.duet.daemon;

import io.duet.cli.FailureException;
import io.duet.http.HttpEndpoint;
import io.duet.http.Route;
import io.duet.metrics.Metrics;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.node.Key;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
  private final NodeEventRecorder recorder;
  private final EventLoops loops;
  private final NettyHost host;
  private final VirtualNodes virtualNodes;
  private final Overlay overlay;
  private final HttpEndpoint endpoint;
  private final long startedNanos = System.nanoTime();
  private @Nullable FolderWatcher folder;
  private boolean ended;

  /**
   * Opens both ports, for peers and for HTTP; the node is not started yet.
   *
   * @throws FailureException if a port cannot be opened
   */
  public NodeDaemon(NodeOptions options) {
    this.options = options;
    this.metrics = new Metrics(List.of(options.overlay()));
    this.recorder =
        new NodeEventRecorder(metrics.overlay(options.overlay()).believingAnswers(), names);
    this.loops = new EventLoops(1, Overlays.named(options.overlay()).messages());
    this.host = bound(options.listen());
    try {
      virtualNodes =
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
    return HostSettings.ofNetwork(network).withBind(bind).withListener(recorder);
  }

  private List<Traffic> allTraffic() {
    List<Traffic> all = new ArrayList<>(virtualNodes.traffic());
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
      folder = new FolderWatcher(options.watched(), this::publish, this::withdraw);
    }
    host.execute(overlay::start);
    recorder.joined().thenRun(() -> virtualNodes.start(options.maker(), host.self()));
    return recorder.joined();
  }

  /** Publishes a file of the watched folder; names above the maximum are logged and left out. */
  private void publish(ContentName name, long bytes) {
    try {
      names.add(name);
      call(name, (node, one) -> node.publish(one, bytes), Overlay::publish);
    } catch (IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING, "{0} is not published: {1}", name.text(), e.getMessage());
    }
  }

  /** Calls the overlay with a name if it searches by keywords, otherwise with the name's key. */
  private void call(
      ContentName name,
      BiConsumer<KeywordSearch, ContentName> byName,
      BiConsumer<Overlay, Key> byKey) {
    host.execute(
        () -> {
          if (overlay instanceof KeywordSearch searchable) {
            byName.accept(searchable, name);
          } else {
            byKey.accept(overlay, name.key());
          }
        });
  }

  /** Publishes a content; returns the keeper that acknowledges it within this time, if any. */
  Optional<Peer> publish(ContentName name, Duration max) {
    CompletableFuture<Peer> keeper = names.add(name);
    call(name, KeywordSearch::publish, Overlay::publish);
    return awaited(keeper, max);
  }

  /** Withdraws a content; false if it was not published. */
  boolean withdraw(ContentName name) {
    boolean known = names.remove(name);
    if (known) {
      call(name, KeywordSearch::withdraw, Overlay::withdraw);
    }
    return known;
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
    return answer(max, done -> searchable.search(words, results, done));
  }

  /** Searches for up to {@code results} providers; empty if there is no result within this time. */
  Optional<SearchResult> search(ContentName name, int results, Duration max) {
    return answer(max, done -> overlay.search(name.key(), results, done));
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
    return answer(max, done -> stores.place(name, bytes, done));
  }

  /** The request log of the node; empty if it keeps none. */
  RequestLog events() {
    return recorder.events();
  }

  /** Sends a text to another peer's user; empty if its fate is not known within this time. */
  Optional<DeliveryStatus> request(Peer to, String text, Duration max) {
    if (!(overlay instanceof RequestDelivery carrier)) {
      return Optional.of(DeliveryStatus.UNSUPPORTED);
    }
    return answer(max, done -> carrier.request(to, text, done));
  }

  /** Asks the node on its own thread, and waits for the answer; empty if it comes too late. */
  private <T> Optional<T> answer(Duration max, Consumer<Consumer<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    host.execute(() -> question.accept(answer::complete));
    return awaited(answer, max);
  }

  private static <T> Optional<T> awaited(CompletableFuture<T> future, Duration max) {
    return future
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), max.toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  /** The status of the node, from the overlay and from the process. */
  Status status() {
    Status own =
        awaited(host.call(overlay::status), ASKED_MAX).orElse(Status.of("does not answer"));
    Status status = Status.of(own.health()).with(node());
    for (Status.Section section : own.sections()) {
      status = status.with(section);
    }
    return status
        .with(names.table())
        .with(traffic())
        .with(
            recorder.troubles().with("node threw", host.refused().getOrDefault("node threw", 0L)));
  }

  private Status.Facts node() {
    Status.Facts facts =
        Status.Facts.of("node")
            .with("overlay", options.overlay())
            .with("address", self().toString());
    if (!virtualNodes.peers().isEmpty()) {
      facts = facts.with("virtual nodes beside it", virtualNodes.peers().toString());
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
    return TrafficClass.all().stream()
        .flatMapToLong(type -> allTraffic().stream().mapToLong(t -> count.applyAsLong(t, type)))
        .sum();
  }

  /** Leaves gracefully, within a few seconds; any thread may call this, and waits for the end. */
  @Override
  public synchronized void close() {
    if (!ended) {
      ended = true;
      if (folder != null) {
        folder.close();
      }
      endpoint.close();
      leave();
      metrics.close();
    }
  }

  private void leave() {
    if (virtualNodes != null) { // null if a port could not be opened
      virtualNodes.close().completeOnTimeout(null, LEAVE_SECONDS_MAX, TimeUnit.SECONDS).join();
    }
    host.close().completeOnTimeout(null, LEAVE_SECONDS_MAX, TimeUnit.SECONDS).join();
    loops.close();
  }
}
