package io.duet.content;

/**
 * A file that was read completely.
 *
 * @param stamp its stamp, which was the same before and after
 * @param manifest the manifest of its content
 */
public record HashedFile(FileStamp stamp, Manifest manifest) {}
