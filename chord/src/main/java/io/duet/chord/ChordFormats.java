package io.duet.chord;

import io.duet.wire.MessageRegistry;
import io.duet.wire.WireInput;
import io.duet.wire.WireOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the ring's messages stand on the wire; class ids 20 to 39, and from 70; those of records in
 * {@link RecordFormats}.
 */
final class ChordFormats {
  /** At most this many peers stand in one list. */
  static final int PEERS_MAX = WireLimits.PEERS_MAX;

  private final MessageRegistry.Builder messages;

  private ChordFormats(MessageRegistry.Builder messages) {
    this.messages = messages;
  }

  static void register(MessageRegistry.Builder messages) {
    ChordFormats formats = new ChordFormats(messages);
    formats.lookups();
    formats.neighbours();
    RecordFormats.register(messages);
    formats.gossip();
  }

  private void lookups() {
    messages.add(
        20,
        ChordMessage.FindNext.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeLong(m.target());
          out.writePurpose(m.purpose());
        },
        in -> new ChordMessage.FindNext(in.readInt(), in.readLong(), in.readPurpose()));
    messages.add(
        21,
        ChordMessage.NextHops.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeBoolean(m.ownerKnown());
          writePeers(out, m.peers());
          writePeers(out, m.following());
          out.writePurpose(m.purpose());
        },
        in ->
            new ChordMessage.NextHops(
                in.readInt(), in.readBoolean(), readPeers(in), readPeers(in), in.readPurpose()));
    routes();
  }

  private void routes() {
    messages.add(
        22,
        ChordMessage.Route.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeLong(m.nonce());
          out.writeLong(m.target());
          out.writeAddress(m.origin());
          out.writeBoolean(m.direct());
          out.writeVarInt(m.hops());
          out.writeVarInt(m.timeouts());
          out.writePurpose(m.purpose());
        },
        in ->
            new ChordMessage.Route(
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readAddress(),
                in.readBoolean(),
                in.readVarInt(),
                in.readVarInt(),
                in.readPurpose()));
    messages.add(
        23,
        ChordMessage.Routed.class,
        (out, m) -> {
          out.writeLong(m.nonce());
          out.writeVarInt(m.hops());
          out.writeVarInt(m.timeouts());
          m.before().write(out);
          writePeers(out, m.owners());
          out.writePurpose(m.purpose());
        },
        in ->
            new ChordMessage.Routed(
                in.readLong(),
                in.readVarInt(),
                in.readVarInt(),
                RingPeer.read(in),
                readPeers(in),
                in.readPurpose()));
    messages.add(
        73,
        ChordMessage.Routing.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writePurpose(m.purpose());
        },
        in -> new ChordMessage.Routing(in.readInt(), in.readPurpose()));
  }

  private void neighbours() {
    messages.addBare(24, ChordMessage.GetNeighbors.class, ChordMessage.GetNeighbors::new);
    messages.add(
        25,
        ChordMessage.Neighbors.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeOptional(out, m.predecessor());
          writePeers(out, m.successors());
        },
        in -> new ChordMessage.Neighbors(in.readInt(), readOptional(in), readPeers(in)));
    messages.addBare(26, ChordMessage.GetPredecessor.class, ChordMessage.GetPredecessor::new);
    messages.add(
        27,
        ChordMessage.Predecessor.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          writeOptional(out, m.predecessor());
        },
        in -> new ChordMessage.Predecessor(in.readInt(), readOptional(in)));
    messages.add(28, ChordMessage.Notify.class, (out, m) -> {}, in -> new ChordMessage.Notify());
    messages.add(29, ChordMessage.Poke.class, (out, m) -> {}, in -> new ChordMessage.Poke());
    messages.add(30, ChordMessage.Leaving.class, (out, m) -> {}, in -> new ChordMessage.Leaving());
  }

  private void gossip() {
    messages.add(
        70,
        ChordMessage.News.class,
        (out, m) -> {
          out.writeVarInt(m.rumors().size());
          m.rumors().forEach(rumor -> writeRumor(out, rumor));
        },
        in ->
            new ChordMessage.News(
                in.readList(WireLimits.RUMORS_MAX, RingPeer.BYTES_MIN, ChordFormats::readRumor)));
    messages.add(
        71,
        ChordMessage.GetPeers.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeLong(m.after());
          out.writeLong(m.until());
        },
        in -> new ChordMessage.GetPeers(in.readInt(), in.readLong(), in.readLong()));
    messages.add(
        72,
        ChordMessage.Peers.class,
        (out, m) -> {
          out.writeInt(m.requestId());
          out.writeVarInt(m.sightings().size());
          m.sightings().forEach(seen -> writeSighting(out, seen));
        },
        in ->
            new ChordMessage.Peers(
                in.readInt(),
                in.readList(
                    WireLimits.SIGHTINGS_MAX, RingPeer.BYTES_MIN, ChordFormats::readSighting)));
  }

  private static void writeRumor(WireOutput out, ChordMessage.Rumor rumor) {
    rumor.peer().write(out);
    out.writeVarInt(rumor.ageSeconds() << 1 | (rumor.alive() ? 1 : 0));
  }

  private static ChordMessage.Rumor readRumor(WireInput in) {
    RingPeer peer = RingPeer.read(in);
    int age = in.readVarInt();
    return new ChordMessage.Rumor(peer, (age & 1) == 1, age >>> 1);
  }

  private static void writeSighting(WireOutput out, ChordMessage.Sighting seen) {
    seen.peer().write(out);
    out.writeVarInt(seen.ageSeconds());
  }

  private static ChordMessage.Sighting readSighting(WireInput in) {
    return new ChordMessage.Sighting(RingPeer.read(in), in.readVarInt());
  }

  private static void writePeers(WireOutput out, List<RingPeer> peers) {
    out.writeVarInt(peers.size());
    for (int i = 0; i < peers.size(); i++) {
      peers.get(i).write(out);
    }
  }

  private static List<RingPeer> readPeers(WireInput in) {
    return in.readList(PEERS_MAX, RingPeer.BYTES_MIN, RingPeer::read);
  }

  static void writeOptional(WireOutput out, @Nullable RingPeer peer) {
    out.writeBoolean(peer != null);
    if (peer != null) {
      peer.write(out);
    }
  }

  static @Nullable RingPeer readOptional(WireInput in) {
    return in.readBoolean() ? RingPeer.read(in) : null;
  }
}
