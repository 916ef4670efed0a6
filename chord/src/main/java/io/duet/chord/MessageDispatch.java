package io.duet.chord;

import io.duet.chord.lookup.LookupHandler;
import io.duet.chord.message.ChordMessage;
import io.duet.chord.onehop.LocationService;
import io.duet.node.Message;
import io.duet.node.PeerAddress;
import io.duet.rpc.Reply;

/**
 * Hands each message that reaches a node to the part that handles it. It is not an object of the
 * node, so that a million nodes carry no table of handlers.
 */
final class MessageDispatch {

  private MessageDispatch() {}

  static void onMessage(ChordNode node, PeerAddress from, Message message) {
    if (message instanceof Reply reply) {
      if (!node.requests().onReply(from, reply)) {
        node.refuse(from, "reply to no request");
      }
    } else if (message instanceof ChordMessage.FindNextHop find) {
      node.host().send(from, LookupHandler.answer(node, find));
    } else if (!node.isJoined()) {
      node.refuse(from, "not a member yet");
    } else if (message instanceof ChordMessage.RouteLookup route) {
      node.lookups().routes().pass(from, route);
    } else if (message instanceof ChordMessage.RouteResult routed) {
      node.lookups().routes().end(from, routed);
    } else if (!node.maintenance().onMessage(from, message)
        && !isOfLocations(node, from, message)) {
      node.contents().onMessage(from, message);
    }
  }

  private static boolean isOfLocations(ChordNode node, PeerAddress from, Message message) {
    LocationService locations = node.locations();
    return locations != null && locations.onMessage(from, message);
  }
}
