package io.duet.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duet.mail.LetterEvent.Kind;
import io.duet.mail.MailMessage.Keeping;
import io.duet.mail.MailMessage.Taking;
import io.duet.node.Peer;
import io.duet.overlay.DeliveryStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five nodes; node 5 is absent for a while. */
class MailboxTest {
  @TempDir private Path folder;
  private SmallPost post;

  @BeforeEach
  void start() {
    post = new SmallPost(folder);
    post.start(1, 2, 3, 4);
  }

  @AfterEach
  void close() {
    post.close();
  }

  private static Letter letter(int from, int to, long number) {
    Letter.Id id = new Letter.Id(SmallPost.peer(from), number);
    return new Letter(id, SmallPost.peer(to), Letter.Kind.TEXT, "hello", 60);
  }

  @Test
  void letter_toAPresentPeer_isDeliveredAtOnce() {
    assertThat(post.send(1, 2, "hello").status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(post.inbox(2)).containsExactly("hello");
    assertThat(post.waiting(1)).isZero();
    assertThat(post.events)
        .extracting(LetterEvent::kind)
        .containsExactlyInAnyOrder(Kind.SENT, Kind.RECEIVED, Kind.DELIVERED);
  }

  @Test
  void letter_toOneself_isDelivered() {
    assertThat(post.send(1, 1, "note").status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(post.inbox(1)).containsExactly("note");
  }

  /** Its sender and two of three keepers are gone when the receiver returns. */
  @Test
  void letter_toAnAbsentPeer_isDeliveredByTheLastKeeper() {
    SentLetter sent = post.send(1, 5, "call me back");
    assertThat(sent.status()).isEqualTo(DeliveryStatus.WAITING);
    assertThat(sent.keepers())
        .containsExactly(SmallPost.peer(2), SmallPost.peer(3), SmallPost.peer(4));
    post.kill(1);
    post.kill(2);
    post.kill(3);
    SmallPost.await(() -> post.holders(5).contains(SmallPost.peer(4)));
    post.start(5);
    SmallPost.await(() -> post.inbox(5).equals(List.of("call me back")));
    SmallPost.await(() -> post.waiting(4) == 0 && post.holders(5).isEmpty());
  }

  @Test
  void letter_isTakenOnce_thoughAllHoldersBringIt_alsoAfterTheReceiversRestart() {
    post.send(1, 5, "once");
    SmallPost.await(() -> post.holders(5).size() == 4);
    post.kill(4); // it will bring its copy later
    post.start(5);
    SmallPost.await(() -> post.waiting(1) + post.waiting(2) + post.waiting(3) == 0);
    post.kill(5);
    post.start(4, 5);
    SmallPost.await(() -> post.waiting(4) == 0);
    assertThat(post.inbox(5)).containsExactly("once");
    assertThat(post.events).filteredOn(event -> event.kind() == Kind.RECEIVED).hasSize(1);
  }

  @Test
  void keepersAndSender_haveTheLetterAfterTheirRestart() {
    post.send(1, 5, "kept");
    for (int node = 1; node <= 4; node++) {
      post.kill(node);
      post.start(node);
      assertThat(post.waiting(node)).isEqualTo(1);
    }
    SmallPost.await(() -> post.holders(5).size() == 4);
    post.start(5);
    SmallPost.await(() -> post.inbox(5).equals(List.of("kept")));
  }

  @Test
  void keeperThatIsGone_isReplaced_butNotOneThatWasAwayForAMinute() {
    Letter.Id id = idOf(post.send(1, 5, "kept"));
    CopyPlacement placement = post.placement(1);
    post.kill(3);
    post.start(6);
    assertThat(keepersAfter(60_000, placement, id)).containsExactly(2, 3, 4);
    post.start(3);
    assertThat(keepersAfter(60_000, placement, id)).containsExactly(2, 3, 4);
    post.kill(4);
    assertThat(keepersAfter(60_000, placement, id)).containsExactly(2, 3, 4);
    assertThat(keepersAfter(KeeperChecks.GONE_MS, placement, id)).containsExactly(2, 3, 6);
    assertThat(post.waiting(6)).isEqualTo(1);
    assertThat(count(Kind.KEPT)).isEqualTo(4); // not counting questions to those that have it
  }

  private Letter.Id idOf(SentLetter sent) {
    assertThat(sent.status()).isEqualTo(DeliveryStatus.WAITING);
    return post.events.get(0).letter().id();
  }

  private List<Integer> keepersAfter(long ms, CopyPlacement placement, Letter.Id id) {
    post.now.addAndGet(ms);
    placement.place(id).join();
    return post.keepers(1).stream().map(peer -> peer.address().port()).toList();
  }

  /** Node 1 is absent when a keeper brings its letter. */
  @Test
  void sender_learnsThatAKeeperHasDeliveredItsLetter() {
    post.send(1, 5, "kept");
    post.kill(1);
    post.start(5);
    SmallPost.await(() -> post.inbox(5).equals(List.of("kept")));
    SmallPost.await(() -> post.waiting(2) + post.waiting(3) + post.waiting(4) == 0);
    long before = count(Kind.DELIVERED);
    post.start(1);
    SmallPost.await(() -> count(Kind.DELIVERED) == before + 1);
  }

  private long count(Kind kind) {
    return post.events.stream().filter(event -> event.kind() == kind).count();
  }

  @Test
  void letters_arriveInTheirOrder() {
    post.send(1, 5, "first");
    post.send(1, 5, "second");
    post.send(1, 5, "third");
    post.kill(2);
    post.kill(3);
    post.kill(4);
    post.start(5);
    SmallPost.await(() -> post.inbox(5).equals(List.of("first", "second", "third")));
  }

  @Test
  void letterThatExpires_isDroppedByAllHolders() {
    post.send(1, 5, "too late");
    post.now.addAndGet(1_000L * Letter.LIFETIME_SECONDS);
    for (int node = 1; node <= 4; node++) {
      assertThat(post.waiting(node)).isZero();
    }
    post.start(5);
    SmallPost.await(() -> post.holders(5).isEmpty()); // withdrawn by the next round
    assertThat(post.inbox(5)).isEmpty();
    SmallPost.await(() -> count(Kind.EXPIRED) == 1); // told by its sender alone
  }

  @Test
  void lifetimeOfALetter_isWhatItsSenderSays_withinTheBound() {
    Mailbox mailbox = post.node(1);
    Peer to = SmallPost.peer(5);
    mailbox.send(to, Letter.Kind.TEXT, "soon", 60).join();
    post.now.addAndGet(59_000);
    assertThat(post.waiting(2)).isEqualTo(1);
    post.now.addAndGet(1_000);
    assertThat(post.waiting(1) + post.waiting(2)).isZero();
    for (long wrong : new long[] {0, -1, Letter.LIFETIME_SECONDS + 1L, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> mailbox.send(to, Letter.Kind.TEXT, "x", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a letter waits for 1 to 43,200 seconds");
    }
  }

  /** A node that claims to be 5 gets nothing, because the letter goes to the address of 5. */
  @Test
  void noticeOfAnImpostor_bringsTheLetterToTheReceiversAddressOnly() {
    post.send(1, 5, "secret");
    post.node(2).onReturned(SmallPost.peer(5), new MailMessage.Returned()).join();
    assertThat(post.waiting(2)).isEqualTo(1);
    assertThat(post.events).extracting(LetterEvent::kind).doesNotContain(Kind.RECEIVED);
  }

  @Test
  void copies_areTakenOnlyFromTheirSender_andNotByTheReceiver() {
    Peer stranger = SmallPost.peer(9);
    assertThat(keep(2, stranger, letter(1, 5, 1))).isEqualTo(Keeping.NOT_YOURS);
    assertThat(keep(2, SmallPost.peer(1), letter(1, 2, 2))).isEqualTo(Keeping.NOT_YOURS);
    assertThat(keep(2, SmallPost.peer(1), letter(1, 5, 3))).isEqualTo(Keeping.KEPT);
    MailMessage.Deliver toAnother = new MailMessage.Deliver(letter(1, 5, 4));
    assertThat(post.node(2).onDeliver(stranger, toAnother).join().result())
        .isEqualTo(Taking.NOT_MINE);
  }

  private Keeping keep(int keeper, Peer asker, Letter letter) {
    return post.node(keeper).onKeep(asker, new MailMessage.Keep(letter)).join().result();
  }

  @Test
  void body_isCheckedBeforeAnythingIsSent() {
    Mailbox mailbox = post.node(1);
    Peer to = SmallPost.peer(2);
    for (String wrong : List.of("", "é".repeat(513), "two\nlines")) {
      assertThatThrownBy(() -> mailbox.send(to, Letter.Kind.TEXT, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a text ");
    }
    assertThat(post.send(1, 2, "é".repeat(512)).status()).isEqualTo(DeliveryStatus.DELIVERED);
  }
}
