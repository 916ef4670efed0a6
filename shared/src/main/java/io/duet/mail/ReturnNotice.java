package io.duet.mail;

import io.duet.node.Peer;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the holders of letters for this node that it is here: once it has joined, and then at
 * growing intervals, because a holder may return later.
 */
final class ReturnNotice {
  private static final long JOINING_MS = 500;
  private static final long AGAIN_MS_MIN = 2_000;
  private static final long AGAIN_MS_MAX = 512_000;

  private final MailNetwork network;
  private final ScheduledExecutorService thread;
  private long againMs = AGAIN_MS_MIN;

  ReturnNotice(MailNetwork network, ScheduledExecutorService thread) {
    this.network = network;
    this.thread = thread;
  }

  /** Waits until this node has joined, and then begins. */
  void start() {
    network
        .isJoined()
        .whenCompleteAsync(
            (joined, problem) -> {
              if (problem == null && joined) {
                search();
              } else {
                thread.schedule(this::start, JOINING_MS, TimeUnit.MILLISECONDS);
              }
            },
            thread);
  }

  private void search() {
    network.find(Letter.mailboxOf(network.self())).whenCompleteAsync(this::tell, thread);
  }

  private void tell(@Nullable List<Peer> holders, @Nullable Throwable problem) {
    if (holders != null) {
      holders.stream()
          .filter(peer -> !peer.equals(network.self()))
          .forEach(peer -> network.ask(peer, new MailMessage.Returned()));
    }
    thread.schedule(this::search, againMs, TimeUnit.MILLISECONDS);
    againMs = Math.min(2 * againMs, AGAIN_MS_MAX);
  }
}
