package io.duet.events;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.duet.http.Json;
import io.duet.overlay.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes the events of a node to a topic exchange, each as JSON with the routing key {@code
 * KIND.NODE}. An event is sent again until the broker confirms it, so a consumer may receive it
 * twice, with the same message id. While the broker is away, up to {@value #WAITING_MAX} events
 * wait; then the oldest is dropped and counted. The only class that knows RabbitMQ's client.
 */
public final class AmqpPublisher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AmqpPublisher.class.getName());
  private static final int WAITING_MAX = 10_000;
  private static final int BATCH = 100;
  private static final int CONNECT_MS_MAX = 5_000;
  private static final int CONFIRM_MS_MAX = 10_000;
  private static final long RETRY_MS_MIN = 500;
  private static final long RETRY_MS_MAX = 30_000;
  private static final int PERSISTENT = 2;
  private static final int CLOSE_MS_MAX = 2_000;

  private final AmqpTarget target;
  private final String node;
  private final String run;
  private final Deque<Event> waiting = new ArrayDeque<>();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread = new Thread(this::publishAll, "event publisher");
  private volatile boolean connected;
  private boolean told; // of the present outage
  private long retryMs = RETRY_MS_MIN;

  /**
   * Publishes the further events of a log.
   *
   * @param node the address of the node, which is the second word of each routing key, with a
   *     hyphen in place of each dot
   */
  public AmqpPublisher(EventLog log, AmqpTarget target, String node) {
    this.target = target;
    this.node = node;
    this.run = log.run();
    log.listen(this::add);
    thread.setDaemon(true);
    thread.start();
  }

  private void add(Event event) {
    synchronized (waiting) {
      if (waiting.size() >= WAITING_MAX) {
        waiting.removeFirst();
        dropped.incrementAndGet();
      }
      waiting.add(event);
      waiting.notifyAll();
    }
  }

  private void publishAll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try (Connection connection = factory().newConnection("duet " + node)) {
          publishOn(connection);
        } catch (IOException | TimeoutException | RuntimeException e) {
          lost(e);
        }
        connected = false;
        TimeUnit.MILLISECONDS.sleep(retryMs);
        retryMs = Math.min(2 * retryMs, RETRY_MS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(target.host());
    factory.setPort(target.port());
    factory.setUsername(target.user());
    factory.setPassword(target.password());
    factory.setVirtualHost(target.virtualHost());
    factory.setConnectionTimeout(CONNECT_MS_MAX);
    factory.setAutomaticRecoveryEnabled(false); // this class connects again itself
    return factory;
  }

  /** The reason is that of the client, which names the user at most. */
  private void lost(Exception e) {
    if (!told) {
      told = true;
      Throwable cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
      LOG.log(
          Level.WARNING,
          "events are not published to {0}: {1}; retrying",
          target,
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    }
  }

  private void publishOn(Connection connection)
      throws IOException, InterruptedException, TimeoutException {
    Channel channel = connection.createChannel();
    channel.exchangeDeclare(target.exchange(), BuiltinExchangeType.TOPIC, true);
    channel.confirmSelect();
    connected = true;
    connection.addShutdownListener(cause -> disconnected());
    told = false;
    retryMs = RETRY_MS_MIN;
    LOG.log(Level.INFO, "events are published to {0}", target);
    while (true) {
      List<Event> batch = next();
      boolean confirmed = false;
      try {
        for (Event event : batch) {
          publish(channel, event);
        }
        channel.waitForConfirmsOrDie(CONFIRM_MS_MAX);
        confirmed = true;
        published.addAndGet(batch.size());
      } finally {
        if (!confirmed) {
          putBack(batch);
        }
      }
    }
  }

  private void disconnected() {
    connected = false;
    synchronized (waiting) {
      waiting.notifyAll();
    }
  }

  /**
   * Waits for events, and takes the oldest ones.
   *
   * @throws IOException if the connection ends before
   */
  private List<Event> next() throws IOException, InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty() && connected) {
        waiting.wait();
      }
      if (!connected) {
        throw new IOException("the connection has ended");
      }
      List<Event> batch = new ArrayList<>();
      while (!waiting.isEmpty() && batch.size() < BATCH) {
        batch.add(waiting.removeFirst());
      }
      return batch;
    }
  }

  private void putBack(List<Event> batch) {
    synchronized (waiting) {
      for (int i = batch.size() - 1; i >= 0; i--) {
        if (waiting.size() < WAITING_MAX) {
          waiting.addFirst(batch.get(i));
        } else {
          dropped.incrementAndGet();
        }
      }
    }
  }

  private void publish(Channel channel, Event event) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("node", node);
    body.put("run", run);
    body.putAll(event.json());
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(PERSISTENT)
            .messageId(node + "-" + run + "-" + event.number())
            .build();
    String key = event.kind().word() + "." + node.replace('.', '-');
    byte[] bytes = Json.line(body).getBytes(StandardCharsets.UTF_8);
    channel.basicPublish(target.exchange(), key, properties, bytes);
  }

  /** Whether the broker is connected now. */
  public boolean isConnected() {
    return connected;
  }

  /** The number of events that the broker has confirmed. */
  public long published() {
    return published.get();
  }

  /** The number of events that were dropped because too many waited. */
  public long dropped() {
    return dropped.get();
  }

  /** Whether the broker is connected, and the counters, without any password. */
  public Status.Facts status() {
    return Status.Facts.of("broker")
        .with("events go to", target.toString())
        .with("connected", String.valueOf(connected))
        .with("events published", published())
        .with("events dropped", dropped());
  }

  /** Ends the publication; events that still wait are lost. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(CLOSE_MS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
