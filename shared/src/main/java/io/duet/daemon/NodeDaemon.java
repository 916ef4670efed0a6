package io.duet.daemon;

import io.duet.cli.FailureException;
import io.duet.events.AmqpPublisher;
import io.duet.events.EventLog;
import io.duet.http.HttpEndpoint;
import io.duet.http.Route;
import io.duet.mail.Mailbox;
import io.duet.metrics.Metrics;
import io.duet.metrics.OverlayMetrics;
import io.duet.netty.EventLoops;
import io.duet.netty.HostSettings;
import io.duet.netty.NettyHost;
import io.duet.netty.stream.UploadRate;
import io.duet.node.NodeListener;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.overlay.Overlay;
import io.duet.overlay.SizedPublishing;
import io.duet.overlay.Status;
import io.duet.page.FileBodies;
import io.duet.page.Page;
import io.duet.sharing.FolderWatcher;
import io.duet.store.DataFolder;
import io.duet.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One node of an overlay on real sockets, with its metrics and its HTTP endpoint. */
public final class NodeDaemon implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NodeDaemon.class.getName());
  private static final int ANSWER_SECONDS_MAX = 30;
  private static final int ACKNOWLEDGED_SECONDS_MAX = 5;
  private static final int STATUS_SECONDS_MAX = 5;
  private static final int LEAVE_SECONDS_MAX = 5;

  private final NodeOptions options;
  private final Metrics metrics;
  private final LocalPublications names = new LocalPublications();
  private final EventLog events;
  private final NodeEventRecorder recorder;
  private final EventLoops loops;
  private final NettyHost host;

  /** Further members in this process, each with a port of its own; they join through the node. */
  private final List<NettyHost> virtualNodes = new ArrayList<>();

  private final Overlay overlay;
  private final @Nullable FileService files;
  private final HttpEndpoint endpoint;
  private final NodeTraffic traffic;
  private final long startedNanos = System.nanoTime();
  private @Nullable FolderWatcher folder;
  private volatile @Nullable AmqpPublisher publisher;
  private boolean ended;

  /**
   * Opens both ports, for peers and for HTTP; the node is not started yet.
   *
   * @throws FailureException if a port cannot be opened
   */
  public NodeDaemon(NodeOptions options) {
    this.options = options;
    String name = options.overlay().name();
    metrics = new Metrics(List.of(name));
    OverlayMetrics counters = metrics.overlay(name);
    events = new EventLog(options.eventsKept());
    recorder = new NodeEventRecorder(counters.believingAnswers(), names, events);
    loops = new EventLoops(1, options.overlay().messages());
    host = bound();
    try {
      PeerAddress own = host.self().address();
      PeerAddress anyPort = new PeerAddress(own.high(), own.low(), 0);
      HostSettings settings = settings(anyPort, counters.believingAnswers());
      for (int i = 0; i < options.maker().companions(); i++) {
        virtualNodes.add(NettyHost.bind(loops, settings).join());
      }
      overlay = host.create(h -> options.maker().make(h, options.contacts())).join();
      traffic = new NodeTraffic(host, virtualNodes);
      files = fileService();
      endpoint = endpoint();
    } catch (RuntimeException e) {
      leave();
      throw e;
    }
    counters.watchTraffic(traffic.all());
    counters.watchNodes(() -> 1);
  }

  /** The host's settings; the network name keeps different overlays apart, but not presets. */
  private HostSettings settings(PeerAddress bind, NodeListener listener) {
    return HostSettings.ofNetwork(options.overlay().networkName())
        .withBind(bind)
        .withListener(listener);
  }

  private NettyHost bound() {
    try {
      return NettyHost.bind(loops, settings(options.listen(), recorder)).join();
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

  private @Nullable FileService fileService() {
    UploadRate rate =
        options.uploadMax() == 0 ? UploadRate.unlimited() : UploadRate.of(options.uploadMax());
    return options.data() == null
        ? null
        : new FileService(
            dataFolder(options.data()),
            host,
            overlay,
            options.overlay().networkName(),
            rate,
            events,
            options.storing());
  }

  private DataFolder dataFolder(Path data) {
    try {
      return options.usualData() ? DataFolder.openUnused(data) : DataFolder.open(data);
    } catch (StoreException e) {
      throw new FailureException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The endpoint at its port, or at a free one if that is in use and was not given explicitly. */
  private HttpEndpoint endpoint() {
    try {
      return new HttpEndpoint(routes(), options.httpPort(), "--http");
    } catch (FailureException e) {
      if (options.anyHttpPort()) {
        return new HttpEndpoint(routes(), 0, "--http");
      }
      throw e;
    }
  }

  /** All paths of the node's HTTP port. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>(new NodeApi(this, overlay).routes());
    AccessToken token = files == null ? AccessToken.random() : AccessToken.create(files.data());
    routes.addAll(new FileApi(files, token).routes());
    Mailbox mailbox = files == null ? null : files.mailbox();
    routes.addAll(new MailApi(this, overlay, mailbox, token).routes());
    routes.addAll(new PlacementApi(files, token).routes());
    routes.addAll(fileBodies().routes(NodeOptions.API_PATH));
    routes.addAll(new Page().routes());
    routes.add(metrics.route());
    return routes;
  }

  private FileBodies fileBodies() {
    return files == null
        ? new FileBodies(null, null)
        : new FileBodies(files.uploads(), files.catalogue());
  }

  /** The address of the node for peers. */
  public Peer self() {
    return host.self();
  }

  /** The data folder; empty if the node has none. */
  public Optional<Path> data() {
    return Optional.ofNullable(files).map(FileService::data);
  }

  /** The loopback port for HTTP. */
  public int httpPort() {
    return endpoint.port();
  }

  /** Starts the node, which joins through its contacts, and publishes the given contents. */
  public CompletableFuture<Duration> start() {
    options.names().forEach(this::announce);
    if (options.broker() != null) {
      publisher = new AmqpPublisher(events, options.broker(), self().toString());
    }
    if (options.watched() != null) {
      watch(options.watched());
    }
    host.execute(overlay::start);
    recorder.joined().thenRun(this::startVirtualNodes);
    return recorder.joined();
  }

  /** Shares the files of a folder; a node without a data folder publishes their names alone. */
  private void watch(Path watched) {
    if (files == null) {
      folder = new FolderWatcher(watched, this::publish, this::withdraw);
    } else {
      files.watch(watched);
    }
  }

  private void startVirtualNodes() {
    virtualNodes.forEach(each -> each.start(h -> options.maker().make(h, List.of(self()))));
  }

  /** Publishes a file of the watched folder; names above the maximum are logged and left out. */
  private void publish(ContentName name, long bytes) {
    try {
      names.add(name);
      host.execute(
          overlay instanceof SizedPublishing sized
              ? () -> sized.publish(name, bytes)
              : () -> overlay.publish(name));
    } catch (IllegalArgumentException e) {
      LOG.log(
          System.Logger.Level.WARNING, "{0} is not published: {1}", name.text(), e.getMessage());
    }
  }

  private CompletableFuture<Peer> announce(ContentName name) {
    CompletableFuture<Peer> keeper = names.add(name);
    host.execute(() -> overlay.publish(name));
    return keeper;
  }

  /** Publishes a content; returns the peer that acknowledges it within 5 s, if any. */
  Optional<Peer> publish(ContentName name) {
    return announce(name)
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), ACKNOWLEDGED_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
  }

  /** Withdraws a content; false if it was not published. */
  boolean withdraw(ContentName name) {
    boolean known = names.remove(name);
    if (known) {
      host.execute(() -> overlay.withdraw(name));
    }
    return known;
  }

  /** The event log of the node. */
  EventLog events() {
    return events;
  }

  /**
   * Calls the node on its own thread, and waits for the answer.
   *
   * @throws FailureException if there is none within 30 s
   */
  <T> T answer(Consumer<Consumer<T>> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    host.execute(() -> request.accept(answer::complete));
    return awaited(answer, ANSWER_SECONDS_MAX);
  }

  /** The same within 5 s, for an answer that the node has at once. */
  <T> T call(Supplier<T> request) {
    return awaited(host.call(request), STATUS_SECONDS_MAX);
  }

  /**
   * Waits for the answer of a part of the node.
   *
   * @throws FailureException if there is none within 30 s
   */
  static <T> T awaited(CompletableFuture<T> answer) {
    return awaited(answer, ANSWER_SECONDS_MAX);
  }

  private static <T> T awaited(CompletableFuture<T> answer, int secondsMax) {
    try {
      return answer.orTimeout(secondsMax, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof TimeoutException
          ? new FailureException("no answer within " + secondsMax + " s", e)
          : e;
    }
  }

  /** The status of the node, from the overlay and from the process. */
  Status status() {
    Status own =
        host.call(overlay::status)
            .completeOnTimeout(Status.of("does not answer"), STATUS_SECONDS_MAX, TimeUnit.SECONDS)
            .join();
    List<Status.Section> sections = new ArrayList<>();
    sections.add(nodeFacts());
    sections.addAll(own.sections());
    sections.addAll(files == null ? List.of() : files.status());
    if (publisher != null) {
      sections.add(publisher.status());
    }
    sections.add(names.table());
    sections.add(traffic.facts());
    sections.add(
        recorder
            .errors()
            .with(
                NettyHost.NODE_EXCEPTIONS,
                host.refused().getOrDefault(NettyHost.NODE_EXCEPTIONS, 0L)));
    return new Status(own.health(), sections);
  }

  /** The time of the node's host, in nanoseconds. */
  long nowNanos() {
    return host.nowNanos();
  }

  String overlayName() {
    return options.overlay().name();
  }

  private Status.Facts nodeFacts() {
    Status.Facts facts =
        Status.Facts.of("node").with("overlay", overlayName()).with("address", self().toString());
    if (!virtualNodes.isEmpty()) {
      List<Peer> addresses = virtualNodes.stream().map(NettyHost::self).toList();
      facts = facts.with("virtual nodes beside it", addresses.toString());
    }
    if (files != null) {
      facts = facts.with("data", files.data().toAbsolutePath().toString());
    }
    return facts
        .with("http", "127.0.0.1:" + httpPort())
        .with("uptime seconds", Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds())
        .with("announcements acknowledged", names.acknowledged());
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
      if (publisher != null) {
        publisher.close();
      }
      if (files != null) {
        files.close();
      }
      leave();
      metrics.close();
    }
  }

  private void leave() {
    awaitEnd(virtualNodes.stream().map(NettyHost::close).toArray(CompletableFuture<?>[]::new));
    awaitEnd(host.close());
    loops.close();
  }

  private static void awaitEnd(CompletableFuture<?>... ends) {
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, LEAVE_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
  }
}
