package io.duet.mail;

import io.duet.bounded.BoundedMap;
import io.duet.node.Peer;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * Checks now and then that the keepers of own letters still answer, so that those that are gone for
 * good are replaced. All methods are called by the thread of the mailbox.
 */
final class KeeperChecks {
  /** A keeper that has not answered for this long counts as gone. */
  static final long GONE_MS = 180_000;

  private static final long AGAIN_MS = 30_000;
  private static final long ANSWERED = -1;

  private final MailNetwork network;
  private final InstantSource clock;
  private final Executor thread;
  private final BoundedMap<Peer, Check> checks =
      new BoundedMap<>(CopyPlacement.COPIES * WaitingLetters.OWN_MAX);

  /**
   * The checks of a keeper.
   *
   * @param silentSinceMs when it was first asked since it answered last; {@link #ANSWERED} if it
   *     has answered since
   */
  private record Check(long askedMs, long silentSinceMs) {
    boolean isAnswered() {
      return silentSinceMs == ANSWERED;
    }
  }

  KeeperChecks(MailNetwork network, InstantSource clock, Executor thread) {
    this.network = network;
    this.clock = clock;
    this.thread = thread;
  }

  /** Whether a keeper is gone; also asks it again to keep the letter, unless it was just asked. */
  boolean isGone(Peer keeper, Letter letter) {
    long now = clock.millis();
    Check last = checks.get(keeper);
    if (last == null) {
      ask(keeper, letter, new Check(now, now));
      return false;
    } else if (now - last.askedMs() >= AGAIN_MS) {
      ask(keeper, letter, new Check(now, last.isAnswered() ? now : last.silentSinceMs()));
    }
    return !last.isAnswered() && now - last.silentSinceMs() >= GONE_MS;
  }

  private void ask(Peer keeper, Letter letter, Check check) {
    checks.put(keeper, check);
    network
        .ask(keeper, new MailMessage.Keep(letter))
        .thenRunAsync(() -> checks.put(keeper, new Check(check.askedMs(), ANSWERED)), thread);
  }
}
