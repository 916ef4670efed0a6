package io.duet.page;

import io.duet.content.FileStamp;
import io.duet.http.BodyReceiver;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.node.Key;
import io.duet.sharing.Catalogue;
import io.duet.sharing.SharedFile;
import io.duet.store.StoreException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the HTTP interface that carry the bytes of files. They name no path of this machine,
 * so they need no token.
 *
 * @param uploads null if the node has no data folder
 * @param catalogue null if the node has no data folder
 */
public record FileBodies(@Nullable UploadFolder uploads, @Nullable Catalogue catalogue) {
  private static final String WITHOUT_DATA =
      "This node has no data folder; start it without --no-data.";

  /** An upload and the body of a content, below the path of the node's HTTP interface. */
  public List<Route> routes(String apiPath) {
    return List.of(
        Route.put(apiPath + "/files/:name", this::upload),
        Route.get(apiPath + "/files/:id/content", this::body));
  }

  private BodyReceiver upload(HttpCall call) {
    if (uploads == null) {
      throw new IllegalArgumentException(WITHOUT_DATA);
    }
    return uploads.begin(call.parameters().getOrDefault("name", ""));
  }

  private HttpAnswer body(HttpCall call) {
    if (catalogue == null) {
      return new HttpAnswer.Problem(409, WITHOUT_DATA);
    }
    Key id = Key.parse(call.parameters().getOrDefault("id", ""));
    try {
      return catalogue.withId(id).stream()
          .filter(FileBodies::isUnchanged)
          .findFirst()
          .map(FileBodies::body)
          .orElseGet(() -> new HttpAnswer.Problem(404, "This node does not share " + id + "."));
    } catch (StoreException e) {
      return new HttpAnswer.Problem(409, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isUnchanged(SharedFile file) {
    try {
      return FileStamp.of(file.path()).equals(file.stamp());
    } catch (IOException e) {
      return false; // the file was deleted
    }
  }

  private static HttpAnswer body(SharedFile file) {
    String name = file.name().text();
    String last = name.substring(name.lastIndexOf('/') + 1);
    return new HttpAnswer.FileBody(
        file.path(), file.stamp().bytes(), "application/octet-stream", last);
  }
}
