package io.duet.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows of the design: who may know whom. */
@AnalyzeClasses(packages = "io.duet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule chord_neverSeesUnstructured =
      never("io.duet.chord..", "io.duet.unstructured..");

  @ArchTest
  static final ArchRule unstructured_neverSeesChord =
      never("io.duet.unstructured..", "io.duet.chord..");

  @ArchTest
  static final ArchRule nothingBelow_seesExperiments =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.duet.experiments..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.duet.experiments..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule shared_seesNoOverlayOfOurs =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.duet.experiments..", "io.duet.chord..", "io.duet.unstructured..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.duet.chord..", "io.duet.unstructured..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule node_isTheGround =
      classes()
          .that()
          .resideInAPackage("io.duet.node..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.duet.node..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule requests_standOnTheGroundAlone =
      classes()
          .that()
          .resideInAPackage("io.duet.rpc..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.duet.rpc..", "io.duet.node..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule boundedCollections_dependOnNothing =
      classes()
          .that()
          .resideInAPackage("io.duet.bounded..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.duet.bounded..", "java..", "org.jspecify..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule netty_neverSeesSimulation =
      never("io.duet.netty..", "io.duet.simulation..");

  @ArchTest
  static final ArchRule simulation_neverSeesNetty =
      never("io.duet.simulation..", "io.duet.netty..");

  @ArchTest
  static final ArchRule kryo_staysInWire = only("io.duet.wire..", "com.esotericsoftware..");

  @ArchTest
  static final ArchRule nettysOwnClasses_stayInNetty = only("io.duet.netty..", "io.netty..");

  @ArchTest
  static final ArchRule micrometer_staysInMetrics = only("io.duet.metrics..", "io.micrometer..");

  @ArchTest
  static final ArchRule experiments_haveNoCycles =
      slices().matching("io.duet.experiments.(*)..").should().beFreeOfCycles();

  private static ArchRule never(String from, String to) {
    return noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(to)
        .allowEmptyShould(true);
  }

  private static ArchRule only(String owner, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(owner)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }
}
