package io.duet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project of its own, with scripts in place of Maven and Java. */
class LauncherTest {
  private static final int SECONDS_MAX = 20;

  /** Prints its character set and arguments, and is new enough. */
  private static final String JAVA =
      "#!/bin/sh\necho charmap $(locale charmap)\necho arguments $*\n";

  /** Builds until it is released, at most for 20 s. */
  private static final String MAVEN =
      """
      #!/bin/bash
      touch "$PWD/building"
      for ((i = 0; i < 400; i++)); do [[ -e $PWD/release ]] && exit; read -rt 0.05 <> <(:); done
      """;

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path home;

  @BeforeEach
  void makeProject() throws IOException {
    Files.copy(Path.of("..", "duet"), home.resolve("duet"), StandardCopyOption.COPY_ATTRIBUTES);
    script("mvnw", MAVEN);
    script("jdk/bin/java", JAVA);
    script("jdk/bin/javac", "");
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("shared/src/main"));
    Files.createDirectories(home.resolve("experiments/src/test"));
    Files.writeString(home.resolve("shared/pom.xml"), "");
    Files.writeString(home.resolve("shared/src/main/One.java"), "");
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private void script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Path output(String name) {
    return home.resolve(name + ".output");
  }

  private Process launch(String name, String locale) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("duet").toString(), name);
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().put("LC_ALL", locale);
    builder.environment().remove("JAVA_OPTS");
    builder.directory(home.toFile());
    builder.redirectErrorStream(true).redirectOutput(output(name).toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static void awaitSuccess(Process process) throws InterruptedException {
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void arguments_areUtf8InEveryLocale() throws Exception {
    Files.createFile(home.resolve("release"));
    for (String locale : List.of("C", "POSIX", "no_SUCH.ISO-8859-1")) {
      awaitSuccess(launch("locale", locale));
      assertThat(Files.readAllLines(output("locale"))).contains("charmap UTF-8");
    }
  }

  @Test
  void aSecondLaunch_saysThatItWaitsForTheBuildOfTheFirst() throws Exception {
    Process first = launch("first", "C");
    Await.until(SECONDS_MAX, "a build", () -> Files.exists(home.resolve("building")));
    Process second = launch("second", "C");
    Await.until(SECONDS_MAX, "a launch that waits", () -> says("second", "waiting for another"));
    Files.createFile(home.resolve("release"));
    awaitSuccess(first);
    awaitSuccess(second);
    assertThat(says("first", "duet: building")).isTrue();
    assertThat(says("first", "waiting")).isFalse();
    assertThat(says("second", "duet: building")).isFalse();
    assertThat(says("second", "io.duet.cli.Duet second")).isTrue();
  }

  private boolean says(String name, String words) throws IOException {
    return Files.readString(output(name)).contains(words);
  }
}
