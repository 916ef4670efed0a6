package io.duet.mail;

import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.transfer.TransferMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a mailbox needs of the network; no method blocks. */
public interface MailNetwork {

  /** This node's own address. */
  Peer self();

  /** Whether this node is a member, so that searches are expected to succeed. */
  CompletableFuture<Boolean> isJoined();

  /** Asks a peer; fails within seconds if it is absent or refuses. */
  CompletableFuture<TransferMessage.Answer> ask(Peer to, TransferMessage.Question question);

  /** At most this many peers that should keep letters for a key. */
  CompletableFuture<List<Peer>> keepers(Key key, int count);

  /** The peers that have published a key. */
  CompletableFuture<List<Peer>> find(Key key);

  /** Publishes or withdraws a key of this node. */
  void publish(Key key, boolean published);
}
