/**
 * What a content consists of, and how its bytes are verified. A manifest has the size of a content
 * and the hash of each piece; its own hash is the content's id. So an id proves the manifest, and
 * the manifest proves every piece, independently of its sender. Names from peers become paths only
 * through {@link io.duet.content.FileName}.
 */
@NullMarked
package io.duet.content;

import org.jspecify.annotations.NullMarked;
