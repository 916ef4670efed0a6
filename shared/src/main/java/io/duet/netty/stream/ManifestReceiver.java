package io.duet.netty.stream;

import io.duet.content.Manifest;
import io.duet.node.Key;
import io.duet.transfer.TransferMessage;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Collects a manifest, whose array grows with the bytes that arrive; anything but the manifest of
 * the wanted content is a failure.
 */
final class ManifestReceiver implements DownloadConnection.Receiver {
  private final Key id;
  private final Consumer<Manifest> onManifest;
  private final Runnable onFailure;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ManifestReceiver(Key id, Consumer<Manifest> onManifest, Runnable onFailure) {
    this.id = id;
    this.onManifest = onManifest;
    this.onFailure = onFailure;
  }

  @Override
  public boolean onLength(int length) {
    return length > 0 && length <= TransferMessage.MANIFEST_BYTES_MAX;
  }

  @Override
  public void onBytes(ByteBuf arrived, boolean last) {
    byte[] part = new byte[arrived.readableBytes()];
    arrived.readBytes(part);
    bytes.writeBytes(part);
    if (last) {
      end();
    }
  }

  private void end() {
    try {
      Manifest manifest = Manifest.of(bytes.toByteArray());
      if (manifest.id().equals(id)) {
        onManifest.accept(manifest);
        return;
      }
    } catch (IllegalArgumentException e) {
      // a peer that sends no manifest
    }
    onFailure.run();
  }

  @Override
  public void onFailure() {
    onFailure.run();
  }
}
