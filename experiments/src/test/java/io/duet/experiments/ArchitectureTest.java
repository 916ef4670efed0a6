package io.duet.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/** Holds the arrows between modules and packages. */
@AnalyzeClasses(packages = "io.duet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_formNoCycle =
      slices().matching("io.duet.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule chord_neverSeesUnstructured =
      never("io.duet.chord..", "io.duet.unstructured..");

  @ArchTest
  static final ArchRule unstructured_neverSeesChord =
      never("io.duet.unstructured..", "io.duet.chord..");

  @ArchTest
  static final ArchRule nothingBelow_seesExperiments =
      onlyWithin("io.duet.experiments..", "io.duet.experiments..");

  @ArchTest
  static final ArchRule shared_seesNoOverlay =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.duet.experiments..", "io.duet.chord..", "io.duet.unstructured..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.duet.chord..", "io.duet.unstructured..");

  /** Another module may name an overlay's root package, and no package below it. */
  @ArchTest
  static final ArchRule chord_isSeenThroughItsRoot =
      onlyWithin("io.duet.chord..", "io.duet.chord.*..");

  @ArchTest
  static final ArchRule unstructured_isSeenThroughItsRoot =
      onlyWithin("io.duet.unstructured..", "io.duet.unstructured.*..");

  @ArchTest
  static final ArchRule node_isTheGround =
      classes()
          .that()
          .resideInAPackage("io.duet.node..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.duet.node..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule requests_standOnTheGroundAlone =
      classes()
          .that()
          .resideInAPackage("io.duet.rpc..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.duet.rpc..", "io.duet.node..", "io.duet.bounded..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule boundedCollections_dependOnNothing =
      classes()
          .that()
          .resideInAPackage("io.duet.bounded..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.duet.bounded..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule netty_neverSeesSimulation =
      never("io.duet.netty..", "io.duet.simulation..");

  @ArchTest
  static final ArchRule simulation_neverSeesNetty =
      never("io.duet.simulation..", "io.duet.netty..");

  @ArchTest
  static final ArchRule kryo_staysInWire = onlyWithin("io.duet.wire..", "com.esotericsoftware..");

  @ArchTest
  static final ArchRule nettysOwnClasses_stayInNetty = onlyWithin("io.duet.netty..", "io.netty..");

  @ArchTest static final ArchRule vertx_staysInHttp = onlyWithin("io.duet.http..", "io.vertx..");

  @ArchTest
  static final ArchRule micrometer_staysInMetrics =
      onlyWithin("io.duet.metrics..", "io.micrometer..");

  @ArchTest
  static final ArchRule rabbitMq_staysInEvents = onlyWithin("io.duet.events..", "com.rabbitmq..");

  @ArchTest
  static final ArchRule sqlite_staysInStore = onlyWithin("io.duet.store..", "org.sqlite..");

  @ArchTest
  static final ArchRule watcherLibrary_staysInSharing =
      onlyWithin("io.duet.sharing..", "io.methvin..");

  @ArchTest
  static void chord_pointsDownwards(JavaClasses all) {
    pointDownwards(
        all,
        "io.duet.chord",
        "io.duet.chord.storage",
        "io.duet.chord.onehop",
        "io.duet.chord.maintenance",
        "io.duet.chord.lookup",
        "io.duet.chord.ring",
        "io.duet.chord.message",
        "io.duet.chord.id");
  }

  @ArchTest
  static void unstructured_pointsDownwards(JavaClasses all) {
    pointDownwards(
        all,
        "io.duet.unstructured",
        "io.duet.unstructured.superpeer",
        "io.duet.unstructured.leaf",
        "io.duet.unstructured.directory",
        "io.duet.unstructured.query",
        "io.duet.unstructured.forwarding",
        "io.duet.unstructured.load",
        "io.duet.unstructured.replication",
        "io.duet.unstructured.neighbor",
        "io.duet.unstructured.node",
        "io.duet.unstructured.config",
        "io.duet.unstructured.index",
        "io.duet.unstructured.message");
  }

  /** Each of these packages may use only those named after it. */
  private static void pointDownwards(JavaClasses all, String... packages) {
    for (int i = 1; i < packages.length; i++) {
      String[] above = Arrays.copyOf(packages, i);
      noClasses()
          .that()
          .resideInAPackage(packages[i])
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .check(all);
    }
  }

  private static ArchRule never(String from, String to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(to);
  }

  private static ArchRule onlyWithin(String owner, String used) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(owner)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(used);
  }
}
