package io.duet.daemon;

import io.duet.events.EventKind;
import io.duet.events.EventLog;
import io.duet.mail.LetterEvent;
import io.duet.netty.stream.UploadListener;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.placement.PlacementEvent;
import io.duet.sharing.FileChange;
import io.duet.sharing.SharedFile;
import io.duet.store.Download;
import io.duet.store.PlacedContent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Adds what happens to the files of a node to its event log. */
record FileEvents(EventLog log) implements UploadListener {

  @Override
  public void onBegun(Peer peer, Key id) {
    log.add(EventKind.UPLOAD, upload("running", peer, id));
  }

  @Override
  public void onEnded(Peer peer, Key id, long bytes) {
    Map<String, Object> fields = upload("ended", peer, id);
    fields.put("bytes", bytes);
    log.add(EventKind.UPLOAD, fields);
  }

  private static Map<String, Object> upload(String state, Peer peer, Key id) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", state);
    fields.put("peer", peer);
    fields.put("id", id.toString());
    return fields;
  }

  /** A letter was sent, kept, delivered or received. */
  void happened(LetterEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", event.kind().name().toLowerCase(Locale.ROOT));
    fields.put("peer", event.peer());
    fields.put("sender", event.letter().id().sender());
    fields.put("receiver", event.letter().to());
    fields.put("type", event.letter().kind().name().toLowerCase(Locale.ROOT));
    log.add(EventKind.LETTER, fields);
  }

  /** A copy of a content was placed, accepted or dropped. */
  void happened(PlacementEvent event) {
    PlacedContent content = event.content();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", event.kind().name().toLowerCase(Locale.ROOT));
    fields.put("peer", event.peer());
    fields.put("name", content.name());
    fields.put("bytes", content.bytes());
    fields.put("id", content.id().toString());
    log.add(EventKind.PLACEMENT, fields);
  }

  /** A file is shared, was changed, or is no longer shared. */
  void changed(FileChange change) {
    if (change instanceof FileChange.Added added) {
      add("shared", added.file());
    } else if (change instanceof FileChange.Changed changed) {
      add("changed", changed.file());
    } else if (change instanceof FileChange.Removed removed) {
      add("withdrawn", removed.file());
    }
  }

  private void add(String what, SharedFile file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", what);
    fields.put("name", file.name().text());
    fields.put("bytes", file.stamp().bytes());
    fields.put("id", file.id().toString());
    log.add(EventKind.FILE, fields);
  }

  /** A download runs, was paused, has ended, or was cancelled. */
  void changed(Download download) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", download.state().name().toLowerCase(Locale.ROOT));
    fields.put("name", download.name());
    if (download.bytes() != Download.UNKNOWN) {
      fields.put("bytes", download.bytes());
    }
    fields.put("id", download.id().toString());
    fields.put("transfer", download.number());
    if (!download.error().isEmpty()) {
      fields.put("error", download.errorWithoutFolder());
    }
    log.add(EventKind.DOWNLOAD, fields);
  }
}
