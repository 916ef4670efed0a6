package io.duet.experiments.experiment;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides how a run goes; read from one YAML file, written out with every default.
 *
 * @param name what it is called
 * @param seed where all chance comes from
 * @param simulate whether time is virtual; otherwise over real sockets on loopback
 * @param overlays the overlays that play, by short name, in this order
 * @param nodes nodes of each overlay
 * @param start {@link #JOIN} when nodes join by the protocol, {@link #ASSEMBLED} when the network
 *     is put together in the state that it would reach
 * @param warmUp time from the first node's start to the first search
 * @param duration time over which the searches are spread
 * @param searches how many searches
 * @param searchers how many of the nodes, the first ones, ask
 * @param items how many contents of the catalogue are shared
 * @param providersPerItem how many nodes have each content, on average
 * @param replication how the copies are shared out among the contents, as {@link Replication} reads
 *     it
 * @param zipfExponent popularity of the i-th content is proportional to i to the minus this
 * @param crash the fraction of nodes that crash at once
 * @param crashAt when they do, as a fraction of the duration
 * @param crashAs what peers learn of a node that has ended: {@link #SILENT}, nothing, as when its
 *     machine dies, or {@link #REFUSED}, as when only its process does
 * @param churn how nodes come and go all the time, as {@link Churn} reads it
 * @param spare how many of the nodes, the last ones, are not there at first and come with the churn
 * @param network the network model of a simulation, such as {@code constant:60ms}
 * @param loss the fraction of messages that a simulation loses
 * @param catalog where the names come from: a folder, {@code shipped}, or {@code numbered:1000}
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
    String churn,
    int spare,
    String network,
    double loss,
    String catalog,
    Map<String, Map<String, String>> settings) {

  /** Nodes join by the protocol. */
  public static final String JOIN = "join";

  /** The network begins in the state that it would reach. */
  public static final String ASSEMBLED = "assembled";

  /** A node that has ended answers nothing; only deadlines tell its peers. */
  public static final String SILENT = "silent";

  /** Connections to a node that has crashed break, and those to one that has ended are refused. */
  public static final String REFUSED = "refused";
}
