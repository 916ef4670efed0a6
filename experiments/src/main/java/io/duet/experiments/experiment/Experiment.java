package io.duet.experiments.experiment;

import io.duet.overlay.spi.ByteSizes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All parameters of a run; read from one YAML file, and written with every default.
 *
 * @param name its name
 * @param seed the seed of all random numbers
 * @param simulate whether time is virtual; otherwise over real sockets on loopback
 * @param overlays the overlays, by short name, in the order of their runs
 * @param nodes nodes of each overlay
 * @param start {@link #JOIN} if nodes join by the protocol, {@link #ASSEMBLED} if the network
 *     begins in the state that it would reach
 * @param warmUp time from the first node's start to the first search
 * @param duration time over which the searches are spread
 * @param searches the number of searches
 * @param searchers the number of nodes, the first ones, that search
 * @param items the number of shared contents of the catalogue
 * @param providersPerItem the mean number of providers of a content
 * @param replication how copies are allocated to contents
 * @param zipfExponent popularity of the i-th content is proportional to i to the minus this
 * @param crash the fraction of nodes that crash at once
 * @param crashAt the time of the crash, as a fraction of the duration
 * @param crashAs what peers learn of a node that has ended: {@link #SILENT}, nothing, as when its
 *     machine dies, or {@link #REFUSED}, as when only its process does
 * @param churn how nodes join and leave all the time
 * @param spare the number of nodes, the last ones, that are absent at first and join with the churn
 * @param network the network model of a simulation, such as {@code constant:60ms}
 * @param loss the fraction of messages that a simulation loses
 * @param catalog the source of the names: a folder, {@code shipped}, or {@code numbered:1000}
 * @param fetch the size of the content that follows each search, such as {@code 64MB}, or {@link
 *     #NOTHING}
 * @param bandwidth the links over which contents are fetched, such as {@code 20MB/s/100MB/s}
 * @param flashCrowd whether all nodes search for one item of one provider at the same time
 * @param settings the settings of each overlay by name
 */
public record Experiment(
    String name,
    long seed,
    boolean simulate,
    List<String> overlays,
    int nodes,
    String start,
    Duration warmUp,
    Duration duration,
    int searches,
    int searchers,
    int items,
    int providersPerItem,
    Replication replication,
    double zipfExponent,
    double crash,
    double crashAt,
    String crashAs,
    Churn churn,
    int spare,
    String network,
    double loss,
    String catalog,
    String fetch,
    String bandwidth,
    boolean flashCrowd,
    Map<String, Map<String, String>> settings) {

  /** Searches are not followed by transfers. */
  public static final String NOTHING = "nothing";

  /** Nodes join by the protocol. */
  public static final String JOIN = "join";

  /** The network begins in the state that it would reach. */
  public static final String ASSEMBLED = "assembled";

  /** A node that has ended answers nothing; its peers notice by deadlines only. */
  public static final String SILENT = "silent";

  /** Connections to a node that has crashed break, and those to one that has ended are refused. */
  public static final String REFUSED = "refused";

  /** The size in bytes of the contents that nodes fetch; 0 if they fetch none. */
  public long fetchBytes() {
    return fetch.equals(NOTHING) ? 0 : ByteSizes.parse(fetch);
  }
}
