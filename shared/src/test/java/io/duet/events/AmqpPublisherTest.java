package io.duet.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.duet.http.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events at a real RabbitMQ. */
class AmqpPublisherTest {
  private static final String QUEUE = "seen";

  @TempDir private Path folder;
  private final EventLog log = new EventLog(100);

  @Test
  void events_reachTheBroker_alsoThoseOfAnOutage_andAWrongPasswordHarmsNobody() throws Exception {
    assumeTrue(
        Files.isExecutable(RabbitBroker.PROGRAM), "RabbitMQ is absent: install rabbitmq-server");
    try (RabbitBroker broker = new RabbitBroker(folder);
        AmqpPublisher publisher = publisher(broker, "guest")) {
      await(publisher::isConnected);
      bind(broker);
      add(0);
      await(() -> publisher.published() == 1);
      broker.kill();
      await(() -> !publisher.isConnected());
      add(1);
      add(2);
      broker.start();
      await(() -> publisher.published() == 3);
      try (Connection connection = connection(broker)) {
        Channel channel = connection.createChannel();
        for (int i = 0; i < 3; i++) {
          GetResponse event = channel.basicGet(QUEUE, true);
          assertThat(event.getEnvelope().getRoutingKey()).isEqualTo("join.127-0-0-1:4000");
          var body = Json.tree(new String(event.getBody()));
          assertThat(body.path("number").asLong()).isEqualTo(i);
          assertThat(body.path("hops").isNumber()).isTrue();
          assertThat(body.path("node").asText()).isEqualTo("127.0.0.1:4000");
          assertThat(event.getProps().getMessageId()).endsWith(log.run() + "-" + i);
        }
        assertThat(channel.basicGet(QUEUE, true)).isNull();
      }
      try (AmqpPublisher refused = publisher(broker, "wrong")) {
        add(3);
        await(() -> publisher.published() == 4);
        assertThat(refused.isConnected()).isFalse();
        assertThat(refused.published()).isZero();
      }
    }
  }

  private AmqpPublisher publisher(RabbitBroker broker, String password) {
    String address = "amqp://guest:%s@127.0.0.1:%d".formatted(password, broker.port());
    return new AmqpPublisher(log, AmqpTarget.parse(address), "127.0.0.1:4000");
  }

  private void add(int hops) {
    log.add(EventKind.JOIN, Map.of("hops", hops));
  }

  private static Connection connection(RabbitBroker broker) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(broker.port());
    return factory.newConnection();
  }

  private static void bind(RabbitBroker broker) throws Exception {
    try (Connection connection = connection(broker)) {
      Channel channel = connection.createChannel();
      channel.queueDeclare(QUEUE, true, false, false, null);
      channel.queueBind(QUEUE, "duet", "join.#");
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 30 s");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
