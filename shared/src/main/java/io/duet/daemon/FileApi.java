package io.duet.daemon;

import static io.duet.daemon.NodeOptions.API_PATH;

import com.fasterxml.jackson.databind.JsonNode;
import io.duet.download.Downloads;
import io.duet.download.NameLookup;
import io.duet.http.HttpAnswer;
import io.duet.http.HttpCall;
import io.duet.http.Route;
import io.duet.listing.FileListings;
import io.duet.listing.ListingMessage.ListedFile;
import io.duet.netty.PeerAddresses;
import io.duet.node.Key;
import io.duet.node.Peer;
import io.duet.node.PeerAddress;
import io.duet.overlay.ContentName;
import io.duet.sharing.SharedFile;
import io.duet.store.Download;
import io.duet.store.StoreException;
import io.duet.transfer.DownloadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the HTTP interface for files. Requests that name a path on this machine must carry
 * the token of the data folder, which only the user of the node can read; without it, answers name
 * no path either.
 */
record FileApi(@Nullable FileService service, AccessToken token) {
  private static final int PAGE_MAX = 1_000;
  static final String WITHOUT_DATA = "This node has no data folder; start it without --no-data.";

  private record File(@Nullable Path path, String name, long bytes, String id) {
    static File of(SharedFile file, boolean trusted) {
      return new File(
          trusted ? file.path() : null,
          file.name().text(),
          file.stamp().bytes(),
          file.id().toString());
    }
  }

  private record Files(int total, boolean complete, List<File> files) {}

  private record PeerFile(String name, long bytes, String id) {
    static PeerFile of(ListedFile file) {
      return new PeerFile(file.name().text(), file.bytes(), file.id().toString());
    }
  }

  private record PeerFiles(Peer peer, boolean complete, List<PeerFile> files) {}

  private record Content(String id, long bytes, List<Peer> providers) {
    static Content of(NameLookup.Found found) {
      return new Content(found.id().toString(), found.bytes(), found.providers());
    }
  }

  private record Contents(String name, List<Content> contents, List<Peer> silent) {}

  private record Transfer(
      long number,
      String id,
      String name,
      @Nullable Path destination,
      Download.State state,
      @Nullable Long bytes,
      long received,
      int providers,
      @Nullable String obstacle,
      @Nullable String error) {
    static Transfer of(Downloads.Progress progress, boolean trusted) {
      Download download = progress.download();
      String error = trusted ? download.error() : download.errorWithoutFolder();
      return new Transfer(
          download.number(),
          download.id().toString(),
          download.name(),
          trusted ? download.destination() : null,
          download.state(),
          download.bytes() == Download.UNKNOWN ? null : download.bytes(),
          progress.received(),
          progress.providers(),
          progress.obstacle().isEmpty() ? null : progress.obstacle(),
          error.isEmpty() ? null : error);
    }
  }

  private interface Action {
    HttpAnswer of(FileService files, HttpCall call) throws IOException;
  }

  List<Route> routes() {
    return List.of(
        Route.get(API_PATH + "/files", call -> answer(call, this::files)),
        Route.post(API_PATH + "/files", call -> answer(call, this::share)),
        new Route(
            "DELETE", API_PATH + "/files", (Route.Blocking) call -> answer(call, this::withdraw)),
        Route.get(API_PATH + "/peers/:peer/files", call -> answer(call, this::filesOf)),
        Route.get(API_PATH + "/contents", call -> answer(call, this::contents)),
        Route.get(API_PATH + "/transfers", call -> answer(call, this::transfers)),
        Route.post(API_PATH + "/transfers", call -> answer(call, this::fetch)),
        Route.get(API_PATH + "/transfers/:number", call -> answer(call, this::transfer)),
        new Route(
            "DELETE",
            API_PATH + "/transfers/:number",
            (Route.Blocking) call -> answer(call, this::cancel)));
  }

  private HttpAnswer answer(HttpCall call, Action action) {
    if (service == null) {
      return new HttpAnswer.Problem(409, WITHOUT_DATA);
    }
    try {
      return action.of(service, call);
    } catch (IOException | IllegalStateException e) {
      return new HttpAnswer.Problem(409, String.valueOf(e.getMessage()));
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new HttpAnswer.Problem(409, String.valueOf(cause.getMessage()));
    }
  }

  private HttpAnswer files(FileService files, HttpCall call) throws StoreException {
    String path = call.parameters().get("path");
    if (path != null) {
      return place(files, absolute(path), token.isIn(call));
    }
    String after = call.parameters().getOrDefault("after", "");
    boolean trusted = token.isIn(call);
    List<File> page =
        files.catalogue().page(after, limit(call)).stream()
            .map(file -> File.of(file, trusted))
            .toList();
    return HttpAnswer.json(200, new Files(files.catalogue().count(), true, page));
  }

  private static int limit(HttpCall call) {
    return (int) call.number("limit", PAGE_MAX, 1, PAGE_MAX);
  }

  /** One shared folder or file, with the first of its files. */
  private static HttpAnswer place(FileService files, Path path, boolean trusted)
      throws StoreException {
    boolean complete = files.shared().isComplete(path);
    List<SharedFile> all = files.catalogue().below(path);
    List<File> first = all.stream().limit(PAGE_MAX).map(file -> File.of(file, trusted)).toList();
    return HttpAnswer.json(200, new Files(all.size(), complete, first));
  }

  private HttpAnswer share(FileService files, HttpCall call) throws IOException {
    if (!token.isIn(call)) {
      return AccessToken.missing();
    }
    Path path = files.shared().share(absolute(call.posted("path"))).join();
    return HttpAnswer.json(202, Map.of("path", path));
  }

  private HttpAnswer withdraw(FileService files, HttpCall call) throws IOException {
    if (!token.isIn(call)) {
      return AccessToken.missing();
    }
    Path path = absolute(call.parameters().getOrDefault("path", ""));
    if (!files.shared().folders().contains(path)) {
      return new HttpAnswer.Problem(404, "This node does not share " + path + ".");
    }
    files.withdraw(path);
    return HttpAnswer.json(200, Map.of("path", path));
  }

  /** What another node shares. */
  private HttpAnswer filesOf(FileService files, HttpCall call) {
    Peer peer = Peer.at(PeerAddresses.parse(call.parameters().getOrDefault("peer", "")));
    FileListings.Listing listing =
        files.listings().of(peer, limit(call)).exceptionally(e -> null).join();
    if (listing == null) {
      return new HttpAnswer.Problem(
          409, peer + " cannot be reached, has no data folder, or is not in this network.");
    }
    List<PeerFile> listed = listing.files().stream().map(PeerFile::of).toList();
    return HttpAnswer.json(200, new PeerFiles(peer, listing.complete(), listed));
  }

  private HttpAnswer contents(FileService files, HttpCall call) {
    ContentName name = new ContentName(call.parameters().getOrDefault("name", ""));
    NameLookup.Result found = files.contentsOf(name);
    List<Content> contents = found.contents().stream().map(Content::of).toList();
    return HttpAnswer.json(200, new Contents(name.text(), contents, found.silent()));
  }

  private HttpAnswer transfers(FileService files, HttpCall call) throws StoreException {
    List<Downloads.Progress> all = files.downloads().all();
    boolean trusted = token.isIn(call);
    List<Transfer> latest =
        all.stream().limit(limit(call)).map(each -> Transfer.of(each, trusted)).toList();
    return HttpAnswer.json(200, Map.of("total", all.size(), "transfers", latest));
  }

  private HttpAnswer transfer(FileService files, HttpCall call) throws StoreException {
    long number = call.number("number", 0, 0, Long.MAX_VALUE);
    return files
        .downloads()
        .get(number)
        .map(progress -> HttpAnswer.json(200, Transfer.of(progress, token.isIn(call))))
        .orElseGet(
            () ->
                new HttpAnswer.Problem(
                    404, "There is no transfer " + number + ", or it was cancelled."));
  }

  /** Needs no token: it names no path, and pages of other sites cannot send it. */
  private HttpAnswer cancel(FileService files, HttpCall call) throws IOException {
    long number = call.number("number", 0, 0, Long.MAX_VALUE);
    HttpAnswer known = transfer(files, call);
    files.downloads().cancel(number).join();
    return known;
  }

  /**
   * Without a destination, the file is put into the data folder, and no token is needed; one is for
   * naming providers too, so that nobody else can have this node connect anywhere.
   */
  private HttpAnswer fetch(FileService files, HttpCall call) throws IOException {
    boolean named = call.json().has("destination");
    if ((named || call.json().has("providers")) && !token.isIn(call)) {
      return AccessToken.missing();
    }
    Key id = Key.parse(call.posted("id"));
    String name = call.posted("name");
    Path destination =
        named ? file(call.posted("destination")) : files.downloadFolder().fileFor(name);
    Download download =
        files
            .downloads()
            .start(id, name, destination, Download.UNKNOWN, providers(call.json()))
            .join();
    return HttpAnswer.json(
        201, Transfer.of(files.downloads().get(download.number()).orElseThrow(), token.isIn(call)));
  }

  /** The peers that are to be asked before a search has found others. */
  private static List<Peer> providers(JsonNode posted) {
    JsonNode providers = posted.path("providers");
    if (providers.size() > DownloadLimits.PROVIDERS_MAX) {
      throw new IllegalArgumentException(
          "'providers' may name at most " + DownloadLimits.PROVIDERS_MAX + " peers.");
    }
    return StreamSupport.stream(providers.spliterator(), false)
        .map(address -> provider(address.asText()))
        .toList();
  }

  private static Peer provider(String text) {
    PeerAddress address = PeerAddresses.parse(text);
    if (address.port() == 0) {
      throw new IllegalArgumentException("'" + text + "' in 'providers' has no port.");
    }
    return Peer.at(address);
  }

  private static Path file(String text) {
    Path path = absolute(text);
    if (path.getFileName() == null) {
      throw new IllegalArgumentException("'" + text + "' is not the path of a file");
    }
    return path;
  }

  private static Path absolute(String text) {
    Path path = Path.of(text);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("'" + text + "' is not an absolute path");
    }
    return path.normalize();
  }
}
