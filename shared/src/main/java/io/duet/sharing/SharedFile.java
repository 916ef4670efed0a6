package io.duet.sharing;

import io.duet.content.FileStamp;
import io.duet.node.Key;
import io.duet.overlay.ContentName;
import java.nio.file.Path;

/**
 * A file that a node shares.
 *
 * @param path where it is
 * @param name the name under which it is shared
 * @param stamp its stamp when it was hashed
 * @param id the id of its content
 */
public record SharedFile(Path path, ContentName name, FileStamp stamp, Key id) {}
