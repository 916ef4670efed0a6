package io.duet.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.duet.mail.MailMessage.Keeping;
import io.duet.mail.MailMessage.Taking;
import io.duet.node.Peer;
import io.duet.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds of waiting and received letters. */
class MailTablesTest {
  @TempDir private Path folder;
  private Database database;
  private WaitingLetters waiting;
  private Inbox inbox;
  private long now = 5_000;
  private long number;

  @BeforeEach
  void open() throws IOException {
    database = Database.open(folder.resolve("node.db"));
    waiting = new WaitingLetters(database, () -> Instant.ofEpochMilli(now));
    inbox = new Inbox(database, () -> Instant.ofEpochMilli(now));
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  private Letter letter(int from, int to) {
    Letter.Id id = new Letter.Id(SmallPost.peer(from), number++);
    return new Letter(id, SmallPost.peer(to), Letter.Kind.TEXT, "n" + number, 60);
  }

  /** How many letters are kept until one is refused. */
  private int keptUntil(Keeping refusal, int from, int to) {
    int kept = 0;
    Keeping result = waiting.add(letter(from, to), false).join();
    while (result == Keeping.KEPT) {
      kept++;
      result = waiting.add(letter(from, to), false).join();
    }
    assertThat(result).isEqualTo(refusal);
    return kept;
  }

  /** Each sender takes half of what is free: n letters fit while n - 1 < (128 - all) / 2. */
  @Test
  void receiver_hasRoomForEachNextSender() {
    assertThat(keptUntil(Keeping.RECEIVER_FULL, 1, 9)).isEqualTo(43);
    assertThat(keptUntil(Keeping.RECEIVER_FULL, 2, 9)).isEqualTo(28);
    assertThat(keptUntil(Keeping.RECEIVER_FULL, 3, 9)).isEqualTo(19);
  }

  /** A sender has a sixteenth of what is free: with 60 letters here, (1,024 - 60) / 16 is 60. */
  @Test
  void sender_leavesRoomForOthers_howeverManyReceiversItNames() {
    int kept = keptUntil(Keeping.RECEIVER_FULL, 1, 8);
    kept += keptUntil(Keeping.SENDER_FULL, 1, 9);
    assertThat(kept).isEqualTo(60);
    assertThat(waiting.add(letter(2, 9), false).join()).isEqualTo(Keeping.KEPT);
  }

  @Test
  void ownLetters_haveABoundOfTheirOwn() throws IOException {
    for (int i = 0; i < WaitingLetters.OWN_MAX; i++) {
      waiting.add(letter(1, 9), true);
    }
    assertThat(waiting.add(letter(1, 9), true).join()).isEqualTo(Keeping.FULL);
    assertThat(waiting.add(letter(2, 9), false).join()).isEqualTo(Keeping.KEPT);
    assertThat(waiting.all()).hasSize(WaitingLetters.OWN_MAX + 1);
  }

  @Test
  void letter_isStoredOnce_withItsKeepers_andLosesTime() throws IOException {
    Letter letter = letter(1, 9);
    waiting.add(letter, true).join();
    waiting.add(letter, true).join();
    List<Peer> keepers = List.of(SmallPost.peer(3), SmallPost.peer(4));
    waiting.setKeepers(letter.id(), keepers).join();
    now += 20_000;
    assertThat(waiting.of(SmallPost.peer(9)))
        .containsExactly(new WaitingLetters.Waiting(letter.withSecondsLeft(40), true, keepers));
    now += 40_000;
    assertThat(waiting.all()).isEmpty();
  }

  /** An id is remembered longer than any holder can have the letter. */
  @Test
  void inbox_takesAnIdOnce_andShowsItsLetterForGood() throws IOException {
    Letter letter = letter(1, 9);
    assertThat(inbox.take(SmallPost.peer(1), letter).join()).isEqualTo(Taking.TAKEN);
    now += Inbox.REMEMBERED_MS - 1;
    assertThat(inbox.take(SmallPost.peer(2), letter).join()).isEqualTo(Taking.REPEATED);
    now += 10 * Inbox.REMEMBERED_MS;
    assertThat(inbox.take(SmallPost.peer(2), letter(3, 9)).join()).isEqualTo(Taking.TAKEN);
    assertThat(inbox.letters()).hasSize(2);
  }

  @Test
  void push_isOpenUntilItIsSettledOrAsOldAsALetterBecomes() throws IOException {
    Letter.Id id = new Letter.Id(SmallPost.peer(1), number++);
    Letter push = new Letter(id, SmallPost.peer(9), Letter.Kind.PUSH, "film", 60);
    Letter.Id next = new Letter.Id(SmallPost.peer(1), number++);
    inbox.take(SmallPost.peer(1), push).join();
    inbox.take(SmallPost.peer(1), new Letter(next, push.to(), push.kind(), "song", 60)).join();
    inbox.take(SmallPost.peer(1), letter(1, 9)).join();
    assertThat(inbox.openPushes()).extracting(Inbox.Received::body).containsExactly("film", "song");
    inbox.settle(id).join();
    assertThat(inbox.openPushes()).extracting(Inbox.Received::body).containsExactly("song");
    assertThat(inbox.take(SmallPost.peer(2), push).join()).isEqualTo(Taking.REPEATED);
    now += 1_000L * Letter.LIFETIME_SECONDS;
    assertThat(inbox.openPushes()).isEmpty();
    now = Inbox.REMEMBERED_MS + 5_000;
    assertThat(inbox.take(SmallPost.peer(1), letter(1, 9)).join()).isEqualTo(Taking.TAKEN);
    assertThat(inbox.letters()).extracting(Inbox.Received::kind).containsOnly(Letter.Kind.TEXT);
  }

  /** A flood by one peer hides its own letters, not those of others; the ids stay known. */
  @Test
  void inbox_hidesLettersOfThePeerThatBroughtTheMost() throws IOException {
    inbox.take(SmallPost.peer(2), letter(2, 9));
    Letter first = letter(1, 9);
    inbox.take(SmallPost.peer(1), first);
    for (int i = 0; i < Inbox.SHOWN_MAX; i++) {
      inbox.take(SmallPost.peer(1), letter(1, 9));
    }
    assertThat(inbox.take(SmallPost.peer(1), first).join()).isEqualTo(Taking.REPEATED);
    List<Inbox.Received> shown = inbox.letters();
    assertThat(shown).hasSize(Inbox.SHOWN_MAX);
    assertThat(shown.get(shown.size() - 1).from()).isEqualTo(SmallPost.peer(2));
    assertThat(shown).extracting(Inbox.Received::id).doesNotContain(first.id());
  }
}
