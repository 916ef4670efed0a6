package io.duet.netty;

import static io.duet.netty.NettyWorld.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.netty.NettyWorld.Place;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.Timer;
import io.duet.node.TrafficClass;
import io.duet.wire.TestMessages;
import io.duet.wire.TestMessages.Ask;
import io.duet.wire.TestMessages.Many;
import io.duet.wire.TestMessages.Told;
import io.duet.wire.WireSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NettyHostTest {
  private final NettyWorld world = new NettyWorld();

  private enum Bell implements Timer {
    FIRST,
    SECOND
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void request_isAnswered(EventLoops.Transport transport) {
    try (NettyWorld other = new NettyWorld(TestMessages.registry(), transport)) {
      Place a = other.place();
      Place b = other.place();
      assertThat(a.ask(b, 42)).isEqualTo(42);
      assertThat(b.ask(a, -7)).isEqualTo(-7);
    }
  }

  @Test
  void connection_servesBothDirections() {
    Place a = world.place();
    Place b = world.place();
    a.ask(b, 1);
    b.ask(a, 2);
    assertThat(a.host().connections()).isOne();
    assertThat(b.host().connections()).isOne();
  }

  @Test
  void manyRequests_areAllAnswered_eachWithItsOwnPayload() {
    Place a = world.place();
    Place b = world.place();
    List<CompletableFuture<Long>> answers =
        await(
            a.host()
                .call(
                    () ->
                        IntStream.range(0, 5_000)
                            .mapToObj(i -> a.node().ask(b.peer(), i))
                            .toList()));
    for (int i = 0; i < answers.size(); i++) {
      assertThat(await(answers.get(i))).isEqualTo(i);
    }
  }

  @Test
  void simultaneousConnects_loseNothing() {
    List<Place> places = IntStream.range(0, 6).mapToObj(i -> world.place()).toList();
    List<CompletableFuture<Long>> answers = new ArrayList<>();
    for (Place from : places) {
      for (Place to : places) {
        answers.add(from.asking(to.peer(), answers.size()));
      }
    }
    for (int i = 0; i < answers.size(); i++) {
      assertThat(await(answers.get(i))).isEqualTo(i);
    }
    assertThat(places).noneMatch(place -> place.node().reentered);
  }

  @Test
  void traffic_countsFramesOnBothSides_asTheRegistryMeasuresThem() {
    Place a = world.place();
    Place b = world.place();
    a.ask(b, 1);
    Told told = (Told) a.node().received.element();
    int askBytes = 17;
    int toldBytes = WireSerializer.bytes(TestMessages.registry().sizeOf(told));
    assertThat(a.host().traffic().messagesSent(TrafficClass.SEARCH)).isOne();
    assertThat(a.host().traffic().bytesSent(TrafficClass.SEARCH)).isEqualTo(askBytes);
    assertThat(b.host().traffic().bytesReceived(TrafficClass.SEARCH)).isEqualTo(askBytes);
    assertThat(b.host().traffic().bytesSent(TrafficClass.SEARCH)).isEqualTo(toldBytes);
    assertThat(a.host().traffic().bytesReceived(TrafficClass.SEARCH)).isEqualTo(toldBytes);
  }

  @Test
  void messageToItself_comesLater_andIsNoTraffic() {
    Place a = world.place();
    assertThat(a.ask(a, 5)).isEqualTo(5);
    assertThat(a.node().reentered).isFalse();
    assertThat(a.host().traffic().messagesSent(TrafficClass.SEARCH)).isZero();
    assertThat(a.host().connections()).isZero();
  }

  @Test
  void largeMessage_arrivesWhole() {
    Place a = world.place();
    Place b = world.place();
    Many large = new Many(1, Collections.nCopies(120_000, 3L), List.of());
    a.host().execute(() -> a.node().host.send(b.peer(), large));
    assertThat(TalkingNode.next(b.node().received)).isEqualTo(large);
  }

  @Test
  void messageBeyondTheFrameLimit_isDroppedAndCounted() {
    Place a = world.place();
    Place b = world.place();
    Many tooLarge = new Many(1, Collections.nCopies(140_000, 3L), List.of());
    a.host().execute(() -> a.node().host.send(b.peer(), tooLarge));
    assertThat(a.ask(b, 1)).isOne();
    assertThat(a.host().refused()).containsExactly(Map.entry("message too long", 1L));
  }

  @Test
  void timers_ringInOrder() {
    Place a = world.place();
    a.host()
        .execute(
            () -> {
              a.node().host.setTimer(Bell.SECOND, 2_000_000);
              a.node().host.setTimer(Bell.FIRST, 0);
            });
    assertThat(TalkingNode.next(a.node().timers)).isEqualTo(Bell.FIRST);
    assertThat(TalkingNode.next(a.node().timers)).isEqualTo(Bell.SECOND);
  }

  @Test
  void nobodyListening_isUnreachable() {
    Place a = world.place();
    PeerAddress nobody = PeerAddress.ofIpv4(0x7f00_0001, 1);
    assertThatThrownBy(() -> a.asking(Peer.at(nobody), 1).join()).hasMessageContaining("no answer");
    assertThat(TalkingNode.next(a.node().unreachable)).isEqualTo(Peer.at(nobody));
    assertThat(a.node().reentered).isFalse();
  }

  @Test
  void crash_makesThePeerUnreachable_andEndsTheNode() {
    Place a = world.place();
    Place b = world.place();
    a.ask(b, 1);
    await(b.host().crash());
    assertThat(TalkingNode.next(a.node().unreachable)).isEqualTo(b.peer());
    assertThat(b.host().connections()).isZero();
    assertThatThrownBy(() -> a.asking(b.peer(), 1).join()).hasMessageContaining("no answer");
    assertThatThrownBy(() -> b.host().call(() -> 1).join()).hasMessageContaining("has ended");
    assertThat(b.node().stopped).isNotDone();
  }

  @Test
  void close_stopsTheNode_sendsWhatItSaid_andIsNoCrash() {
    Place a = world.place();
    Place b = world.place();
    a.ask(b, 1);
    b.host().execute(() -> b.node().host.send(a.peer(), new Ask(9, 9)));
    await(b.host().close());
    assertThat(b.node().stopped).isCompletedWithValue(true);
    assertThat(TalkingNode.next(a.node().received)).isInstanceOf(Told.class);
    assertThat(TalkingNode.next(a.node().received)).isEqualTo(new Ask(9, 9));
    assertThat(await(a.host().call(() -> a.node().unreachable.isEmpty()))).isTrue();
  }

  @Test
  void close_sendsToAPeerThatIsNotConnectedYet() {
    Place a = world.place();
    Place b = world.place();
    b.host().execute(() -> b.node().host.send(a.peer(), new Ask(9, 9)));
    await(b.host().close());
    assertThat(TalkingNode.next(a.node().received)).isEqualTo(new Ask(9, 9));
  }

  @Test
  void nodeThatThrows_isCounted_andGoesOn() {
    Place a = world.place();
    Place b = world.place();
    a.host().execute(() -> a.node().host.send(b.peer(), new Ask(1, TalkingNode.POISON)));
    assertThat(a.ask(b, 3)).isEqualTo(3);
    assertThat(b.host().refused()).containsEntry(NettyHost.NODE_EXCEPTIONS, 1L);
  }

  @Test
  void bind_saysWhereItCannotListen() {
    Place a = world.place();
    CompletableFuture<NettyHost> second =
        NettyHost.bind(world.loops, world.settings().withBind(a.peer().address()));
    assertThatThrownBy(second::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen at " + a.peer() + ": ");
  }

  @Test
  void bind_refusesEveryAddressWithoutOneToAdvertise() {
    HostSettings everywhere = world.settings().withBind(PeerAddress.ofIpv4(0, 0));
    assertThatThrownBy(() -> NettyHost.bind(world.loops, everywhere))
        .isInstanceOf(IllegalArgumentException.class);
    Place a = world.place(everywhere.withAdvertised(PeerAddress.ofIpv4(0x7f00_0001, 0)));
    assertThat(a.peer().address().port()).isPositive();
    assertThat(world.place().ask(a, 1)).isOne();
  }

  @Test
  void random_isTheSeedsOwn() {
    Place a = world.place(world.settings().withSeed(5));
    Place b = world.place(world.settings().withSeed(5));
    assertThat(a.node().host.random().nextLong()).isEqualTo(b.node().host.random().nextLong());
  }
}
