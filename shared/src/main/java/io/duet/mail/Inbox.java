package io.duet.mail;

import io.duet.bounded.FairShareQuota;
import io.duet.mail.MailMessage.Taking;
import io.duet.node.Peer;
import io.duet.store.Database;
import io.duet.store.Rows;
import io.duet.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The durable letters that this node's user has received, each once however often it is brought.
 * The inbox remembers an id until no holder can still have the letter.
 *
 * <p>Bounds: {@value #REMEMBERED_MAX} ids, of which one peer's deliveries fill at most its {@link
 * FairShareQuota}; beyond that a letter is refused, so that its holders bring it again. {@value
 * #SHOWN_MAX} letters are shown; beyond that, the oldest one of the peer that brought the most is
 * forgotten.
 */
public final class Inbox {
  /** The largest number of letters that are shown. */
  public static final int SHOWN_MAX = 1_024;

  static final int REMEMBERED_MAX = 1 << 16;

  /** An hour longer than letters live, because clocks and deliveries may be late. */
  static final long REMEMBERED_MS = (Letter.LIFETIME_SECONDS + 3_600) * 1_000L;

  private static final FairShareQuota ROOM = new FairShareQuota(REMEMBERED_MAX);
  private static final String SHOWN =
      "SELECT sender, number, brought_by, kind, body, received_ms FROM received"
          + " WHERE body IS NOT NULL";
  private static final String COUNT = "SELECT count(*) FROM received ";

  /**
   * A received letter.
   *
   * @param from its sender, according to the peer that brought it
   * @param broughtBy the sender itself, or a keeper of a copy
   */
  public record Received(
      Instant at, Peer from, Peer broughtBy, Letter.Id id, Letter.Kind kind, String body) {}

  private final Database database;
  private final InstantSource clock;

  /** The inbox in a database. */
  Inbox(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Adds a letter unless it was received before; completes once that is durable. */
  CompletableFuture<Taking> take(Peer broughtBy, Letter letter) {
    long now = clock.millis();
    return database.write(
        connection -> {
          Rows.execute(
              connection,
              "DELETE FROM received WHERE forget_ms <= ? AND (body IS NULL OR kind = 'PUSH')",
              now);
          if (isKnown(connection, letter.id())) {
            return Taking.REPEATED;
          } else if (!hasRoom(connection, broughtBy)) {
            return Taking.FULL;
          }
          insert(connection, broughtBy, letter, now);
          hideOldest(connection);
          return Taking.TAKEN;
        });
  }

  private static boolean isKnown(Connection connection, Letter.Id id) throws SQLException {
    String which = "WHERE sender = ? AND number = ?";
    return count(connection, which, PeerBytes.of(id.sender()), id.number()) > 0;
  }

  private static boolean hasRoom(Connection connection, Peer broughtBy) throws SQLException {
    int all = count(connection, "");
    int bySame = count(connection, "WHERE brought_by = ?", (Object) PeerBytes.of(broughtBy));
    return bySame < ROOM.perPeer(all);
  }

  private static int count(Connection connection, String which, Object... values)
      throws SQLException {
    return Rows.all(connection, row -> row.getInt(1), COUNT + which, values).get(0);
  }

  private static void insert(Connection connection, Peer broughtBy, Letter letter, long now)
      throws SQLException {
    Rows.execute(
        connection,
        "INSERT INTO received VALUES (?, ?, ?, ?, ?, ?, ?)",
        PeerBytes.of(letter.id().sender()),
        letter.id().number(),
        PeerBytes.of(broughtBy),
        letter.kind().name(),
        letter.body(),
        now,
        now + REMEMBERED_MS);
  }

  /** Forgets one body beyond the bound, but not the id. */
  private static void hideOldest(Connection connection) throws SQLException {
    if (count(connection, "WHERE body IS NOT NULL") > SHOWN_MAX) {
      Rows.execute(
          connection,
          """
          UPDATE received SET body = NULL WHERE rowid =
          (SELECT min(rowid) FROM received WHERE body IS NOT NULL AND brought_by =
            (SELECT brought_by FROM received WHERE body IS NOT NULL
             GROUP BY brought_by ORDER BY count(*) DESC, brought_by LIMIT 1))""");
    }
  }

  /** The letters that are shown, the last one first. */
  public List<Received> letters() throws StoreException {
    return Rows.all(database, Inbox::received, SHOWN + " ORDER BY rowid DESC");
  }

  /** The pushes that this node has not settled, and that came within the lifetime of a letter. */
  public List<Received> openPushes() throws StoreException {
    return Rows.all(
        database,
        Inbox::received,
        SHOWN + " AND kind = 'PUSH' AND received_ms > ? ORDER BY rowid",
        clock.millis() - 1_000L * Letter.LIFETIME_SECONDS);
  }

  /** Forgets the body of a letter that needs no more work; completes once that is durable. */
  public CompletableFuture<Void> settle(Letter.Id id) {
    return Rows.update(
        database,
        "UPDATE received SET body = NULL WHERE sender = ? AND number = ?",
        PeerBytes.of(id.sender()),
        id.number());
  }

  private static Received received(ResultSet row) throws SQLException {
    Peer from = PeerBytes.peer(row.getBytes(1));
    return new Received(
        Instant.ofEpochMilli(row.getLong(6)),
        from,
        PeerBytes.peer(row.getBytes(3)),
        new Letter.Id(from, row.getLong(2)),
        Letter.Kind.valueOf(row.getString(4)),
        row.getString(5));
  }
}
