package io.duet.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. All writes that wait share a transaction, so that many small ones
 * cost one force of the disk. A write that fails is undone alone.
 */
final class WriteQueue implements AutoCloseable {
  /** How many writes may wait; further callers are blocked. */
  private static final int WAITING_MAX = 4_096;

  private final Connection connection;
  private final ArrayDeque<Write<?>> waiting = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "database");
  private boolean closed;

  WriteQueue(Connection connection) {
    this.connection = connection;
    thread.setDaemon(true);
    thread.start();
  }

  /** The future completes, in the writing thread, once the write is durable. */
  synchronized <T> CompletableFuture<T> submit(Work<T> work) {
    Write<T> write = new Write<>(work);
    try {
      while (waiting.size() >= WAITING_MAX && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(e);
    }
    if (closed) {
      return CompletableFuture.failedFuture(new StoreException("the database is closed"));
    }
    waiting.add(write);
    notifyAll();
    return write.done;
  }

  private void run() {
    for (List<Write<?>> batch = next(); !batch.isEmpty(); batch = next()) {
      commit(batch);
    }
  }

  /** Waits for writes; empty once the queue is closed and all are done. */
  private synchronized List<Write<?>> next() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    List<Write<?>> batch = new ArrayList<>(waiting);
    waiting.clear();
    notifyAll();
    return batch;
  }

  private void commit(List<Write<?>> batch) {
    try (Statement transaction = connection.createStatement()) {
      transaction.execute("BEGIN IMMEDIATE");
      for (Write<?> write : batch) {
        write.run(connection, transaction);
      }
      transaction.execute("COMMIT");
      batch.forEach(Write::acknowledge);
    } catch (SQLException e) {
      rollBack();
      batch.forEach(write -> write.done.completeExceptionally(StoreException.ofWrite(e)));
    }
  }

  private void rollBack() {
    try (Statement transaction = connection.createStatement()) {
      transaction.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has rolled back by itself
    }
  }

  /** Executes what waits, and then refuses writes. */
  @Override
  public void close() throws StoreException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("closing the database was interrupted", e);
    }
  }

  private static final class Write<T> {
    private final Work<T> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Exception problem;

    Write(Work<T> work) {
      this.work = work;
    }

    void run(Connection connection, Statement transaction) throws SQLException {
      transaction.execute("SAVEPOINT one_write");
      try {
        result = work.run(connection);
      } catch (SQLException e) {
        problem = StoreException.ofWrite(e);
        undo(transaction, e);
      } catch (RuntimeException e) {
        problem = e;
        transaction.execute("ROLLBACK TO one_write");
      }
      transaction.execute("RELEASE one_write");
    }

    /** A full disk ends the whole transaction, and then there is nothing to undo alone. */
    private static void undo(Statement transaction, SQLException reason) throws SQLException {
      try {
        transaction.execute("ROLLBACK TO one_write");
      } catch (SQLException e) {
        reason.addSuppressed(e);
        throw reason;
      }
    }

    void acknowledge() {
      if (problem == null) {
        done.complete(result);
      } else {
        done.completeExceptionally(problem);
      }
    }
  }
}
