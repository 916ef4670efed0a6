package io.duet.mail;

import io.duet.bounded.FairShareQuota;
import io.duet.mail.MailMessage.Keeping;
import io.duet.node.Peer;
import io.duet.store.Database;
import io.duet.store.Rows;
import io.duet.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The durable letters that wait at this node: its own user's, and copies of others'.
 *
 * <p>Bounds: {@value #OWN_MAX} own letters and {@value #COPIES_MAX} copies. Of the copies, one
 * sender has at most its {@link FairShareQuota}, which is at most 60. One receiver has at most
 * {@value #PER_RECEIVER_MAX}, and each sender fills at most half of what is free of them.
 */
final class WaitingLetters {
  static final int OWN_MAX = 1_024;
  static final int COPIES_MAX = 1_024;
  static final int PER_RECEIVER_MAX = 128;

  private static final String COLUMNS =
      "sender, number, receiver, kind, body, expires_ms, own, keepers";
  private static final String COUNT_COPIES = "SELECT count(*) FROM letter WHERE NOT own";
  private static final FairShareQuota ROOM = new FairShareQuota(COPIES_MAX);

  /**
   * A letter that waits.
   *
   * @param own whether it is of this node's user
   * @param keepers the other peers that keep a copy, if it is own
   */
  record Waiting(Letter letter, boolean own, List<Peer> keepers) {}

  private final Database database;
  private final InstantSource clock;

  /** The letters in a database. */
  WaitingLetters(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Adds a letter unless it is known; completes once it is durable, or refused. */
  CompletableFuture<Keeping> add(Letter letter, boolean own) {
    long now = clock.millis();
    return database.write(
        connection -> {
          if (isKnown(connection, letter.id())) {
            return Keeping.KEPT;
          }
          Keeping result = own ? roomForOwn(connection) : roomForCopy(connection, letter);
          if (result == Keeping.KEPT) {
            insert(connection, letter, own, now);
          }
          return result;
        });
  }

  private static boolean isKnown(Connection connection, Letter.Id id) throws SQLException {
    String query = "SELECT count(*) FROM letter WHERE sender = ? AND number = ?";
    return count(connection, query, PeerBytes.of(id.sender()), id.number()) > 0;
  }

  private static Keeping roomForOwn(Connection connection) throws SQLException {
    int own = count(connection, "SELECT count(*) FROM letter WHERE own");
    return own < OWN_MAX ? Keeping.KEPT : Keeping.FULL;
  }

  private static Keeping roomForCopy(Connection connection, Letter letter) throws SQLException {
    byte[] sender = PeerBytes.of(letter.id().sender());
    byte[] receiver = PeerBytes.of(letter.to());
    int all = count(connection, COUNT_COPIES);
    int bySender = count(connection, COUNT_COPIES + " AND sender = ?", sender);
    int forReceiver = count(connection, COUNT_COPIES + " AND receiver = ?", receiver);
    int ofBoth =
        count(connection, COUNT_COPIES + " AND sender = ? AND receiver = ?", sender, receiver);
    if (all >= COPIES_MAX) {
      return Keeping.FULL;
    } else if (bySender >= ROOM.perPeer(all)) {
      return Keeping.SENDER_FULL;
    }
    return ofBoth < (PER_RECEIVER_MAX - forReceiver) / 2 ? Keeping.KEPT : Keeping.RECEIVER_FULL;
  }

  private static int count(Connection connection, String query, Object... values)
      throws SQLException {
    return Rows.all(connection, row -> row.getInt(1), query, values).get(0);
  }

  private static void insert(Connection connection, Letter letter, boolean own, long now)
      throws SQLException {
    Rows.execute(
        connection,
        "INSERT INTO letter VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        PeerBytes.of(letter.id().sender()),
        letter.id().number(),
        PeerBytes.of(letter.to()),
        letter.kind().name(),
        letter.body(),
        now + 1_000L * letter.secondsLeft(),
        own,
        new byte[0]);
  }

  /** Drops the expired letters; completes with the own ones once that is durable. */
  CompletableFuture<List<Letter>> dropExpired() {
    long now = clock.millis();
    return database.write(
        connection -> {
          List<Waiting> own =
              Rows.all(
                  connection,
                  row -> waiting(row, now),
                  "SELECT " + COLUMNS + " FROM letter WHERE own AND expires_ms <= ? ORDER BY rowid",
                  now);
          Rows.execute(connection, "DELETE FROM letter WHERE expires_ms <= ?", now);
          return own.stream().map(Waiting::letter).toList();
        });
  }

  /** Removes a letter; completes once that is durable. */
  CompletableFuture<Void> remove(Letter.Id id) {
    return Rows.update(
        database,
        "DELETE FROM letter WHERE sender = ? AND number = ?",
        PeerBytes.of(id.sender()),
        id.number());
  }

  /** Records the other peers that keep an own letter; completes once that is durable. */
  CompletableFuture<Void> setKeepers(Letter.Id id, List<Peer> keepers) {
    return Rows.update(
        database,
        "UPDATE letter SET keepers = ? WHERE sender = ? AND number = ?",
        PeerBytes.of(keepers),
        PeerBytes.of(id.sender()),
        id.number());
  }

  /** The letter with an id, unless it was delivered or has expired. */
  Optional<Waiting> get(Letter.Id id) throws StoreException {
    return list("AND sender = ? AND number = ?", PeerBytes.of(id.sender()), id.number()).stream()
        .findFirst();
  }

  /** The letters for a peer, the first to come first. */
  List<Waiting> of(Peer receiver) throws StoreException {
    return list("AND receiver = ? ORDER BY rowid", (Object) PeerBytes.of(receiver));
  }

  /** All letters, the first to come first. */
  List<Waiting> all() throws StoreException {
    return list("ORDER BY rowid");
  }

  private List<Waiting> list(String rest, Object... values) throws StoreException {
    long now = clock.millis();
    return database.read(
        connection -> {
          Object[] all = new Object[values.length + 1];
          all[0] = now;
          System.arraycopy(values, 0, all, 1, values.length);
          String query = "SELECT " + COLUMNS + " FROM letter WHERE expires_ms > ? ";
          return Rows.all(connection, row -> waiting(row, now), query + rest, all);
        });
  }

  private static Waiting waiting(ResultSet row, long now) throws SQLException {
    Letter.Id id = new Letter.Id(PeerBytes.peer(row.getBytes(1)), row.getLong(2));
    Letter.Kind kind = Letter.Kind.valueOf(row.getString(4));
    int seconds = (int) ((row.getLong(6) - now) / 1_000);
    Letter letter =
        new Letter(
            id, PeerBytes.peer(row.getBytes(3)), kind, row.getString(5), Math.max(0, seconds));
    return new Waiting(letter, row.getBoolean(7), PeerBytes.peers(row.getBytes(8)));
  }
}
