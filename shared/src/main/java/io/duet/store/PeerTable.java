package io.duet.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The peers that a node met, through which it joins again after a restart. Only the {@value
 * #PEERS_MAX} that were seen last are kept.
 */
public final class PeerTable {
  /** The largest number of peers. */
  public static final int PEERS_MAX = 1_000;

  private static final int ADDRESS_MAX = 64;
  private static final int ASKED_MAX = 64;

  private final Database database;

  /** The peers in a database. */
  public PeerTable(Database database) {
    this.database = database;
  }

  /**
   * Records that peers were seen; an earlier time than the known one changes nothing.
   *
   * @return completes once that is durable
   * @throws IllegalArgumentException if an address has more than 64 characters
   */
  public CompletableFuture<Void> seen(Collection<KnownPeer> peers) {
    if (peers.stream().anyMatch(peer -> peer.address().length() > ADDRESS_MAX)) {
      throw new IllegalArgumentException("an address has at most " + ADDRESS_MAX + " characters");
    }
    List<KnownPeer> copy = List.copyOf(peers);
    return database
        .write(
            connection -> {
              for (KnownPeer peer : copy) {
                Rows.execute(
                    connection,
                    """
                    INSERT INTO peer(address, seen_ms) VALUES (?, ?) ON CONFLICT(address)
                    DO UPDATE SET seen_ms = max(seen_ms, excluded.seen_ms)""",
                    peer.address(),
                    peer.seenMs());
              }
              return Rows.execute(
                  connection,
                  """
                  DELETE FROM peer WHERE address NOT IN
                  (SELECT address FROM peer ORDER BY seen_ms DESC, address LIMIT ?)""",
                  PEERS_MAX);
            })
        .thenAccept(forgotten -> {});
  }

  /**
   * Records which known peers have answered a question; unknown ones are ignored. Both counts of a
   * peer are halved after {@value #ASKED_MAX} questions, so that recent ones count more.
   *
   * @param answers whether the peer with an address has answered
   * @return completes once that is durable
   */
  public CompletableFuture<Void> asked(Map<String, Boolean> answers, long nowMs) {
    Map<String, Boolean> copy = Map.copyOf(answers);
    return database
        .write(
            connection -> {
              for (Map.Entry<String, Boolean> answer : copy.entrySet()) {
                int one = answer.getValue() ? 1 : 0;
                Rows.execute(
                    connection,
                    """
                    UPDATE peer SET asked = asked + 1, answered = answered + ?,
                    seen_ms = max(seen_ms, ?) WHERE address = ?""",
                    one,
                    one * nowMs,
                    answer.getKey());
              }
              return Rows.execute(
                  connection,
                  "UPDATE peer SET asked = asked / 2, answered = answered / 2 WHERE asked >= ?",
                  ASKED_MAX);
            })
        .thenAccept(halved -> {});
  }

  /** Forgets a peer; completes once that is durable. */
  public CompletableFuture<Void> forget(String address) {
    return Rows.update(database, "DELETE FROM peer WHERE address = ?", address);
  }

  /** The peers that were seen last, the latest first. */
  public List<KnownPeer> latest(int max) throws StoreException {
    return Rows.all(
        database,
        row -> new KnownPeer(row.getString(1), row.getLong(2), row.getInt(3), row.getInt(4)),
        "SELECT address, seen_ms, asked, answered FROM peer ORDER BY seen_ms DESC, address LIMIT ?",
        max);
  }
}
