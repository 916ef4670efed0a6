package io.duet.chord;

import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.rpc.Reply;
import java.util.List;

/**
 * What a member does with each message that reaches it. It belongs to no member, so that a million
 * of them carry no table of handlers.
 */
final class Dispatch {
  private static final int ALTERNATIVES = 3;

  private Dispatch() {}

  static void onMessage(ChordNode node, PeerAddress from, Message message) {
    if (message instanceof Reply reply) {
      if (!node.onReply(from, reply)) {
        node.refuse(from, "reply to no request");
      }
    } else if (message instanceof ChordMessage.FindNext find) {
      node.host().send(from, nextHops(node, find));
    } else if (!node.isJoined()) {
      node.refuse(from, "not a member yet");
    } else if (message instanceof ChordMessage.GetPredecessor get) {
      RingPeer before = node.view().predecessor();
      node.host().send(from, new ChordMessage.Predecessor(get.requestId(), before));
    } else if (message instanceof ChordMessage.GetNeighbors get) {
      node.host().send(from, neighbors(node.view(), get));
    } else if (message instanceof ChordMessage.Notify) {
      new Rectification(node, RingPeer.of(from)).start();
    } else if (message instanceof ChordMessage.Poke) {
      onPoke(node, from);
    } else if (message instanceof ChordMessage.Leaving) {
      onLeaving(node, RingPeer.of(from));
    } else {
      onTraveller(node, from, message);
    }
  }

  /** Messages that come from anywhere on the ring. */
  private static void onTraveller(ChordNode node, PeerAddress from, Message message) {
    Gossip gossip = node.gossip();
    if (message instanceof ChordMessage.Route route) {
      node.routes().pass(from, route);
    } else if (message instanceof ChordMessage.Routed routed) {
      node.routes().end(from, routed);
    } else if (message instanceof ChordMessage.News news && gossip != null) {
      gossip.onNews(news);
    } else if (message instanceof ChordMessage.GetPeers get && gossip != null) {
      node.host().send(from, gossip.exploration().answer(get));
    } else {
      RecordDesk.onMessage(node, from, message);
    }
  }

  /** What a node knows of the way to a position: nothing, before it is a member itself. */
  private static ChordMessage.NextHops nextHops(ChordNode node, ChordMessage.FindNext find) {
    RingView view = node.view();
    long target = find.target();
    boolean known = node.isJoined() && view.precedes(target);
    List<RingPeer> peers = known ? view.following() : view.closestPreceding(target, ALTERNATIVES);
    List<RingPeer> following = known ? List.of() : view.listedFrom(target);
    return new ChordMessage.NextHops(find.requestId(), known, peers, following, find.purpose());
  }

  private static ChordMessage.Neighbors neighbors(RingView view, ChordMessage.GetNeighbors get) {
    return new ChordMessage.Neighbors(
        get.requestId(), view.predecessor(), List.copyOf(view.successors()));
  }

  private static void onPoke(ChordNode node, PeerAddress from) {
    if (from.equals(node.view().successor().address())) {
      node.stabilize();
    }
  }

  private static void onLeaving(ChordNode node, RingPeer leaving) {
    boolean neighbor = node.view().isNeighbor(leaving);
    if (node.view().forget(leaving)) {
      node.stabilize();
    }
    if (neighbor) {
      node.neighbor(leaving, false);
    }
  }
}
