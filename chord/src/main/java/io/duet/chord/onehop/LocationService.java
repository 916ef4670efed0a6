package io.duet.chord.onehop;

import io.duet.chord.id.RingPeer;
import io.duet.chord.ring.ChordContext;
import io.duet.node.Message;
import io.duet.node.Peer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maintains a member's location table: adds every peer that replies, and runs gossip if the
 * settings grant bandwidth for it.
 */
public final class LocationService {
  private final ChordContext node;
  private final LocationTable table;
  private final @Nullable Gossip gossip;

  private LocationService(ChordContext node) {
    this.node = node;
    this.table = new LocationTable(node.routing().self().id(), node.config().cache());
    this.gossip = node.config().gossips() ? new Gossip(node, table) : null;
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

  /** Sends rumors and requests, if the settings grant bandwidth for them. */
  public void tick() {
    if (gossip != null) {
      gossip.tick();
    }
  }

  /** The likely owners of a position, the owner first; none if uncertain. */
  public List<RingPeer> likelyOwners(long position) {
    return table.likelyOwners(node.routing(), position);
  }

  /** Handles a message about locations; returns false for any other, or without gossip. */
  public boolean onMessage(Peer from, Message message) {
    return gossip != null && gossip.onMessage(from, message);
  }

  /** Adds a peer that has just replied. */
  public void replied(RingPeer peer) {
    if (gossip != null) {
      gossip.learn(peer, 0);
    } else {
      table.heard(peer, (int) (node.host().nowNanos() / 1_000_000_000L));
    }
  }

  /** Notes that a peer did not reply in time. */
  public void timedOut(RingPeer peer) {
    if (gossip != null) {
      gossip.missed(peer);
    }
  }

  /** Starts a rumor that a neighbor joined, or left or died. */
  public void neighborChanged(RingPeer peer, boolean alive) {
    if (gossip != null) {
      gossip.observed(peer, alive);
    }
  }
}
