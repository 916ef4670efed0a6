package io.duet.chord;

import io.duet.chord.id.RingPeer;
import io.duet.chord.lookup.Lookups;
import io.duet.chord.maintenance.RingMaintenance;
import io.duet.chord.onehop.LocationTable;
import io.duet.chord.ring.ChordConfig;
import io.duet.chord.ring.ChordContext;
import io.duet.chord.storage.ContentService;
import io.duet.node.Host;
import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.node.Peer;
import io.duet.node.Timer;
import io.duet.overlay.ContentName;
import io.duet.overlay.KeeperLookup;
import io.duet.overlay.KeywordResult;
import io.duet.overlay.KeywordSearch;
import io.duet.overlay.Keywords;
import io.duet.overlay.OverlayEvent;
import io.duet.overlay.SearchResult;
import io.duet.overlay.Status;
import io.duet.overlay.trace.SearchTrace;
import io.duet.overlay.trace.TracedSearch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of a Chord ring that follows the corrected protocol (P. Zave, "Reasoning about
 * identifier spaces: how to make Chord correct", IEEE TSE 43(12), 2017).
 *
 * <p>Parts, each created on first use: ring maintenance, lookups, content storage and, if
 * configured, a location table. {@link Dispatch} gives them messages and timers; the node forwards
 * what one of them observes to the others.
 *
 * <p>Invariants: the successor list is in ring order, without this node and without duplicates, and
 * never empty. The predecessor is replaced only by a closer one or when it does not answer. A
 * position follows from a peer's id, never from a claim in a message.
 *
 * <p>Guarantee, once r + 1 members form an ideal ring, where r is the length of a full list: every
 * member has a live successor, and r + 1 members are skipped by no list. So live successors form
 * one ordered ring, which becomes ideal when no member joins or ends. Conditions: a member ends
 * only if r + 1 such members remain, and one live successor in every list that is held or in
 * transit; a peer that leaves two requests unanswered is dead.
 *
 * <p>The founder begins as its own successor. While the ring has 1 to r members, joins make it
 * ideal as long as no member ends; otherwise it may split. Then a member that is alone, or whose
 * list is not full, joins again through its contacts; a founder has none. Larger parts that were
 * cut off together remain rings of their own.
 */
public final class ChordNode extends ChordContext
    implements KeywordSearch, KeeperLookup, TracedSearch {
  private final List<Peer> contacts;
  private final int contactCount;
  private final @Nullable LocationTable locations;
  private @Nullable RingMaintenance maintenance;
  private @Nullable Lookups lookups;
  private @Nullable ContentService contents;

  /**
   * A node that has not started.
   *
   * @param contacts a list that many nodes share; this node may join through the first {@code
   *     contactCount} of it
   * @param contactCount 0 for a node that founds a ring
   */
  ChordNode(Host host, ChordConfig config, RingPeer self, List<Peer> contacts, int contactCount) {
    super(host, config, self);
    this.contacts = contacts;
    this.contactCount = contactCount;
    this.locations = LocationTable.of(this);
  }

  /** Maintains this node's place in the ring. */
  public RingMaintenance maintenance() {
    if (maintenance == null) {
      maintenance = new RingMaintenance(this, contacts, contactCount);
    }
    return maintenance;
  }

  /** Runs and forwards lookups. */
  public Lookups lookups() {
    if (lookups == null) {
      lookups = new Lookups(this);
    }
    return lookups;
  }

  /** Publishes, searches and stores records. */
  public ContentService contents() {
    if (contents == null) {
      contents = new ContentService(this, lookups(), locations);
    }
    return contents;
  }

  /** The location table; null if the settings disable it. */
  public @Nullable LocationTable locations() {
    return locations;
  }

  @Override
  public void start() {
    maintenance().join().begin();
  }

  @Override
  public void stop() {
    if (isJoined() && !routing().isAlone()) {
      if (contents != null) {
        contents.leaving();
      }
      maintenance().leave();
    }
  }

  @Override
  public void becomeMember(long nanos) {
    beginMaintenance();
    host().emit(new OverlayEvent.Joined(nanos));
    if (contents != null) {
      contents.republish();
    }
  }

  /** Marks the node as a member, and starts the periodic tasks. */
  void beginMaintenance() {
    setJoined();
    Dispatch.beginTasks(this);
  }

  @Override
  public void onMessage(Peer from, Message message) {
    Dispatch.onMessage(this, from, message);
  }

  @Override
  public void onTimer(Timer timer) {
    Dispatch.onTimer(this, timer);
  }

  @Override
  public void onUnreachable(Peer peer) {
    requests().onUnreachable(peer);
  }

  @Override
  public void replied(RingPeer peer) {
    if (locations != null) {
      locations.replied(peer, host().nowNanos());
    }
  }

  @Override
  public void timedOut(RingPeer peer) {
    if (locations != null) {
      locations.timedOut(peer);
    }
    maintenance().confirmFailure(peer);
  }

  @Override
  public void neighborLost(RingPeer peer) {
    if (locations != null) {
      locations.neighborChanged(peer, false);
    }
  }

  @Override
  public void rangeGrew() {
    if (config().repairs()) {
      contents().rangeGrew();
    }
  }

  @Override
  public void rangeShrank(RingPeer newOwner) {
    if (locations != null) {
      locations.neighborChanged(newOwner, true);
    }
    if (contents != null) {
      contents.rangeShrank(newOwner);
    }
  }

  @Override
  public void stabilized() {
    maintenance().join().startIfFew();
    if (contents != null) {
      contents.stabilized();
    }
  }

  /** Sends rumors, if this node has a location table. */
  void gossip() {
    if (locations != null) {
      locations.tick();
    }
  }

  /** Republishes this node's contents, and drops expired records. */
  void refreshContents() {
    if (contents != null) {
      contents.refresh();
    }
  }

  @Override
  public Status status() {
    return new ChordStatus(routing(), config(), isJoined())
        .of(recordsKept(), contents().announced(), requests().size());
  }

  @Override
  public List<Peer> knownPeers() {
    Set<Peer> known = new LinkedHashSet<>();
    routing().successors().forEach(each -> known.add(each.peer()));
    for (int index = routing().lowestFinger(); index < routing().fingerLimit(); index++) {
      RingPeer finger = routing().finger(index);
      if (finger != null) {
        known.add(finger.peer());
      }
    }
    known.remove(host().self());
    return List.copyOf(known);
  }

  @Override
  public int recordsKept() {
    return contents == null ? 0 : contents.kept();
  }

  @Override
  public void publish(Key key) {
    contents().publish(key);
  }

  @Override
  public void withdraw(Key key) {
    contents().withdraw(key);
  }

  @Override
  public void keepers(Key key, int count, Consumer<List<Peer>> whenDone) {
    contents().keepers(key, count, whenDone);
  }

  @Override
  public void search(Key key, int results, Consumer<SearchResult> whenDone) {
    contents().search(key, whenDone);
  }

  @Override
  public void search(Key key, int results, SearchTrace trace, Consumer<SearchResult> whenDone) {
    contents().search(key, trace, whenDone);
  }

  @Override
  public void publish(ContentName name) {
    contents().publish(name);
  }

  @Override
  public void withdraw(ContentName name) {
    contents().withdraw(name);
  }

  @Override
  public void search(Keywords words, Consumer<KeywordResult> whenDone) {
    contents().search(words, null, whenDone);
  }

  @Override
  public void search(
      Keywords words, int results, SearchTrace trace, Consumer<KeywordResult> whenDone) {
    contents().search(words, trace, whenDone);
  }
}
