package io.duet.experiments.baseline;

import io.duet.node.Host;
import io.duet.node.PeerAddress;
import io.duet.overlay.Answer;
import io.duet.overlay.Overlay;
import io.duet.overlay.OverlayNetwork;
import io.duet.overlay.OverlayProvider;
import io.duet.overlay.Settings;
import io.duet.wire.MessageFormat;
import io.duet.wire.MessageRegistry;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The oracle directory among the overlays: one extra node that never crashes knows everything, so a
 * search takes one hop. No overlay can do better; the price is that one node has the whole load.
 */
public final class OracleProvider implements OverlayProvider {

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public String title() {
    return "Oracle directory";
  }

  @Override
  public void register(MessageRegistry.Builder messages) {
    messages
        .add(
            10,
            OracleMessage.Beat.class,
            MessageFormat.of((out, m) -> {}, in -> new OracleMessage.Beat()))
        .add(
            11,
            OracleMessage.Announce.class,
            MessageFormat.of(
                (out, m) -> {
                  out.writeInt(m.requestId());
                  out.writeKey(m.key());
                  out.writeBoolean(m.offered());
                },
                in -> new OracleMessage.Announce(in.readInt(), in.readKey(), in.readBoolean())))
        .add(
            12,
            OracleMessage.Ask.class,
            MessageFormat.of(
                (out, m) -> {
                  out.writeInt(m.requestId());
                  out.writeKey(m.key());
                },
                in -> new OracleMessage.Ask(in.readInt(), in.readKey())))
        .add(
            13,
            OracleMessage.Told.class,
            MessageFormat.of(
                (out, m) -> {
                  out.writeInt(m.requestId());
                  out.writeAddresses(m.providers());
                },
                in -> new OracleMessage.Told(in.readInt(), in.readAddresses(Answer.PROVIDERS_MAX))))
        .add(
            14,
            OracleMessage.Announced.class,
            MessageFormat.of(
                (out, m) -> out.writeInt(m.requestId()),
                in -> new OracleMessage.Announced(in.readInt())));
  }

  /**
   * A node without a beat for two and a half periods is not named. A request without a reply is
   * sent again, so that the oracle stays the bound under loss.
   */
  @Override
  public Settings defaults(int nodes) {
    return Settings.empty()
        .with("beat", nodes <= 20_000 ? "1s" : "30s")
        .with("silence", nodes <= 20_000 ? "2500ms" : "75s")
        .with("requestTimeout", "1s")
        .with("tries", 5);
  }

  @Override
  public OverlayNetwork network(Settings settings, int nodes, RandomGenerator random) {
    Asker.Config config =
        new Asker.Config(
            settings.nanos("beat"),
            settings.nanos("requestTimeout"),
            settings.number("tries", 1, 100));
    return new Network(nodes, config, settings.nanos("silence"));
  }

  private record Network(int nodes, Asker.Config config, long silenceNanos)
      implements OverlayNetwork {
    @Override
    public int extraNodes() {
      return 1;
    }

    @Override
    public Overlay create(int index, Host host, List<PeerAddress> addresses) {
      return index == nodes
          ? new Directory(host, silenceNanos)
          : new Asker(host, addresses.get(nodes), config);
    }

    @Override
    public void assemble(List<? extends Overlay> overlays) {
      int last = overlays.size() - 1;
      Directory directory = (Directory) overlays.get(last);
      directory.start();
      overlays.subList(0, last).forEach(node -> ((Asker) node).assemble(directory));
    }
  }
}
