package io.duet.chord;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.chord.id.RecordPosition;
import io.duet.chord.id.RecordRange;
import io.duet.chord.id.RingId;
import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.node.TrafficClass;
import io.duet.rpc.Reply;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A member handles every message of the ring, and refuses a reply to no request. */
class DispatchTest {
  private static final Key KEY = Key.ofName("a file");

  private final RingWorld world =
      new RingWorld(6, 1, Map.of("cache", "8", "tableBytesPerSecond", "9")).assembled();
  private final Peer peer = world.nodes.get(1).routing().self().peer();

  private final RecordPosition own = RecordPosition.endOf(RingId.of(peer.id()));
  private final RecordPosition before = RecordPosition.endOf(RingId.of(peer.id()) - 1);

  private Map<Class<?>, Message> oneOfEach() {
    return Stream.<Message>of(
            new ChordMessage.FindNextHop(1, 2, TrafficClass.SEARCH),
            new ChordMessage.NextHops(1, false, List.of(), List.of(), TrafficClass.SEARCH),
            new ChordMessage.RouteLookup(1, 1, 2, peer, true, 0, 0, TrafficClass.SEARCH),
            new ChordMessage.RouteResult(
                1, 0, 0, RingPeer.of(peer), List.of(), TrafficClass.SEARCH),
            new ChordMessage.RouteAck(1, TrafficClass.SEARCH),
            new ChordMessage.GetNeighbors(1),
            new ChordMessage.Neighbors(1, null, List.of()),
            new ChordMessage.GetPredecessor(1),
            new ChordMessage.Predecessor(1, null),
            new ChordMessage.Rumors(List.of()),
            new ChordMessage.GetLocations(1, 2, 3),
            new ChordMessage.Locations(1, List.of()),
            new ChordMessage.Notify(),
            new ChordMessage.SuccessorChanged(),
            new ChordMessage.Leaving(),
            RingWorld.store(KEY, "", 60),
            new ChordMessage.Stored(1, ChordMessage.Outcome.KEPT, 0, null),
            new ChordMessage.RenewRecords(1, new RecordRange(before, own), 0, 60),
            new ChordMessage.RenewCopies(
                1, Peer.at(PeerAddress.ofIpv4(1, 1)), new RecordRange(before, own), 0, 60),
            new ChordMessage.Renewed(1, true),
            new ChordMessage.StoreCopies(1, List.of()),
            new ChordMessage.Replicate(List.of()),
            new ChordMessage.CompareRecords(1, before, List.of()),
            new ChordMessage.Differences(1, 0, 0),
            new ChordMessage.ExchangeRecords(1, new RecordRange(before, own), List.of()),
            new ChordMessage.Exchanged(1, own, List.of(), 0),
            new ChordMessage.FindNames(1, List.of("word"), 9),
            new ChordMessage.Names(1, null, 0, true, List.of()),
            new ChordMessage.GetRecords(1, KEY),
            new ChordMessage.Records(1, null, List.of()))
        .collect(Collectors.toMap(Message::getClass, Function.identity()));
  }

  @Test
  void everyPermittedMessage_isHandled_andUnrequestedRepliesAreRefused() {
    Map<Class<?>, Message> messages = oneOfEach();
    assertThat(messages.keySet())
        .containsExactlyInAnyOrderElementsOf(permitted(ChordMessage.class).toList());
    messages.forEach(
        (type, message) ->
            assertThat(refusals(message)).as(type.getSimpleName()).isEqualTo(expected(message)));
  }

  private static Stream<Class<?>> permitted(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(DispatchTest::permitted)
        : Stream.of(type);
  }

  private static List<String> expected(Message message) {
    if (message instanceof ChordMessage.RouteResult) {
      return List.of("answer to no lookup");
    }
    return message instanceof Reply ? List.of("reply to no request") : List.of();
  }

  private List<String> refusals(Message message) {
    world.refusals.clear();
    world.nodes.get(0).onMessage(peer, message);
    return List.copyOf(world.refusals);
  }
}
