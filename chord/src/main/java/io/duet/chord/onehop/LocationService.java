package io.duet.chord.onehop;

import io.duet.chord.id.RingPeer;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.ring.RingListener;
import io.duet.node.Message;
import io.duet.node.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maintains a member's location table: adds every peer that replies, and runs gossip if the
 * settings grant bandwidth for it.
 */
public final class LocationService implements RingListener {
  private final ChordContext node;
  private final LocationTable table;
  private final @Nullable Gossip gossip;

  private LocationService(ChordContext node) {
    this.node = node;
    this.table = new LocationTable(node.routing().self().id(), node.config().cache());
    this.gossip = node.config().tableBytesPerSecond() == 0 ? null : new Gossip(node, table);
  }

  /** Adds a location table to a node and its lookups; returns null if the settings disable it. */
  public static @Nullable LocationService of(ChordContext node) {
    if (node.config().cache() == 0) {
      return null;
    }
    LocationService locations = new LocationService(node);
    node.routing().routeThrough(locations.table);
    return locations;
  }

  public LocationTable table() {
    return table;
  }

  public @Nullable Gossip gossip() {
    return gossip;
  }

  /** The likely owners of a position, the owner first; none if uncertain. */
  public List<RingPeer> likelyOwners(long position) {
    return table.likelyOwners(node.routing(), position);
  }

  /** Handles a message about locations; returns false for any other, or without gossip. */
  public boolean onMessage(Peer from, Message message) {
    if (gossip != null && message instanceof ChordMessage.Rumors rumors) {
      gossip.onRumors(rumors);
    } else if (gossip != null && message instanceof ChordMessage.GetLocations get) {
      node.host().send(from, gossip.exploration().answer(get));
    } else {
      return false;
    }
    return true;
  }

  @Override
  public void replied(RingPeer peer) {
    if (gossip != null) {
      gossip.learn(peer, 0);
    } else {
      table.heard(peer, (int) (node.host().nowNanos() / 1_000_000_000L));
    }
  }

  @Override
  public void timedOut(RingPeer peer) {
    if (gossip != null) {
      gossip.missed(peer);
    }
  }

  @Override
  public void neighborChanged(RingPeer peer, boolean alive) {
    if (gossip != null) {
      gossip.observed(peer, alive);
    }
  }
}
