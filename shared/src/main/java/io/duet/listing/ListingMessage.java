package io.duet.listing;

import io.duet.node.Key;
import io.duet.node.Message;
import io.duet.overlay.ContentName;
import io.duet.transfer.TransferMessage;
import io.duet.wire.Wire;
import java.util.List;

/** The messages with which a node asks what a peer shares. */
public sealed interface ListingMessage extends Message {
  /** The largest number of files of a page. */
  int PAGE_MAX = 256;

  /**
   * Requests a page of the files that a peer shares; answered by FilePage.
   *
   * @param afterName the name of the last file of the page before; empty for the first page
   * @param afterId the id of that file; any id for the first page
   */
  @Wire(id = 182, name = "listing.list-files")
  record ListFiles(@Wire.Utf8(max = ContentName.BYTES_MAX) String afterName, Key afterId)
      implements ListingMessage, TransferMessage.Question {}

  /**
   * Files that the answering peer shares, ordered by name and id.
   *
   * @param more whether it shares further ones
   */
  @Wire(id = 183, name = "listing.file-page")
  record FilePage(@Wire.Count(max = PAGE_MAX) List<ListedFile> files, boolean more)
      implements ListingMessage, TransferMessage.Answer {}

  /**
   * A name under which a content is shared.
   *
   * @param bytes the size of the content
   */
  record ListedFile(ContentName name, @Wire.AtLeast(0) long bytes, Key id) {}
}
