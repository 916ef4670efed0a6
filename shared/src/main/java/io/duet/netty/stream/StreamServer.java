package io.duet.netty.stream;

import io.duet.netty.StreamAcceptor;
import io.duet.node.Peer;
import io.duet.wire.MessageRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.function.Function;

/** Serves the streams that peers open, on threads of their own and up to a number. */
final class StreamServer implements StreamAcceptor {
  private final EventLoopGroup loops;
  private final MessageRegistry messages;
  private final Function<Peer, UploadConnection> connections;
  private final ServedStreams served;

  /**
   * A server without streams.
   *
   * @param connections makes the handler of a peer's stream
   * @param servedMax the largest number of streams
   */
  StreamServer(
      EventLoopGroup loops,
      MessageRegistry messages,
      Function<Peer, UploadConnection> connections,
      int servedMax) {
    this.loops = loops;
    this.messages = messages;
    this.connections = connections;
    this.served = new ServedStreams(servedMax);
  }

  @Override
  public int fingerprint() {
    return messages.fingerprint();
  }

  @Override
  public void accept(Channel channel, Peer peer, byte[] rest) {
    UploadConnection connection = connections.apply(peer);
    if (!served.add(channel, peer, connection)) {
      channel.unsafe().closeForcibly(); // it belongs to no loop
      return;
    }
    channel.closeFuture().addListener(closed -> served.remove(channel));
    loops
        .register(channel)
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                serve(channel, connection, rest);
              } else {
                channel.unsafe().closeForcibly();
              }
            });
  }

  private static void serve(Channel channel, UploadConnection connection, byte[] rest) {
    channel.pipeline().addLast(StreamHandler.idleLimit(), connection);
    if (rest.length > 0) {
      channel.pipeline().fireChannelRead(channel.alloc().buffer().writeBytes(rest));
    }
    channel.config().setAutoRead(true);
  }
}
