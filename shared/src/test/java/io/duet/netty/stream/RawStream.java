package io.duet.netty.stream;

import io.duet.netty.PeerAddresses;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.transfer.TransferMessage;
import io.duet.wire.FrameBuffer;
import io.duet.wire.Hello;
import io.duet.wire.KryoCodec;
import io.duet.wire.MessageRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A stream by a plain socket, which reads only when it is told to. */
final class RawStream implements AutoCloseable {
  private static final int SECONDS_MAX = 20;
  private static final MessageRegistry MESSAGES = TransferMessage.messages();

  private final KryoCodec codec = new KryoCodec(MESSAGES);
  private final Socket socket;
  private final DataInputStream in;
  private final PeerAddress own;

  /** Opens a stream from an IP address of loopback, and ends the handshake. */
  RawStream(Peer to, String from) throws IOException {
    socket =
        new Socket(
            InetAddress.getLoopbackAddress(), to.address().port(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(SECONDS_MAX * 1_000);
    in = new DataInputStream(socket.getInputStream());
    own = PeerAddresses.parse(from + ":" + socket.getLocalPort());
    byte[] hello = new Hello("test", MESSAGES.fingerprint(), own).toBytes();
    socket.getOutputStream().write(hello);
    in.skipNBytes(1 + new Hello("test", MESSAGES.fingerprint(), to.address()).toBytes().length);
  }

  /** The peer that this side says it is. */
  Peer announced() {
    return Peer.at(own);
  }

  void send(TransferMessage message) throws IOException {
    FrameBuffer frame = new FrameBuffer(1 << 16);
    codec.encode(frame, message);
    socket.getOutputStream().write(frame.array(), 0, frame.length());
  }

  TransferMessage receive() throws IOException {
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return (TransferMessage) codec.decode(frame, 0, frame.length);
  }

  void skip(int bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  /** Whether the other side has closed; waits for that, or for a byte. */
  boolean isClosedByPeer() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
