package io.duet.chord;

import io.duet.chord.lookup.LookupHandler;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.onehop.LocationService;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.rpc.Reply;

/**
 * Dispatches each received message to the part of the node that handles it. Static, so that a
 * million nodes hold no table of handlers each.
 */
final class MessageDispatch {

  private MessageDispatch() {}

  static void onMessage(ChordNode node, Peer from, Message message) {
    if (message instanceof Reply reply) {
      if (!node.requests().onReply(from, reply)) {
        node.refuse(from, "reply to no request");
      }
    } else if (message instanceof ChordMessage.FindNextHop find) {
      node.host().send(from, LookupHandler.answer(node, find));
    } else if (!node.isJoined()) {
      node.refuse(from, "not a member yet");
    } else if (message instanceof ChordMessage.RouteLookup route) {
      node.lookups().routes().forward(from, route);
    } else if (message instanceof ChordMessage.RouteResult routed) {
      node.lookups().routes().end(from, routed);
    } else if (!node.maintenance().onMessage(from, message)
        && !isOfLocations(node, from, message)) {
      node.contents().onMessage(from, message);
    }
  }

  private static boolean isOfLocations(ChordNode node, Peer from, Message message) {
    LocationService locations = node.locations();
    return locations != null && locations.onMessage(from, message);
  }
}
