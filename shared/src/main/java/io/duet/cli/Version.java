package io.duet.cli;

/** What {@code duet --version} prints. */
final class Version {
  private static final String COMMIT = "duet.commit";

  private Version() {}

  /** The version of the jar, and the commit where the launcher knows it. */
  static String text() {
    String version = Duet.class.getPackage().getImplementationVersion();
    String commit = System.getProperty(COMMIT, "");
    return "duet "
        + (version == null ? "(not packaged)" : version)
        + (commit.isEmpty() ? "" : ", commit " + commit);
  }
}
