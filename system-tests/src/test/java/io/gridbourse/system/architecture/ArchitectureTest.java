package io.gridbourse.system.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ejb.Stateless;
import jakarta.persistence.Entity;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Date;

/** The rules of docs/style.md that a machine can check, over all modules. */
@AnalyzeClasses(packages = "io.gridbourse", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.gridbourse.";

  @ArchTest
  static final ArchRule MODULES_USE_ONLY_WHAT_IS_BELOW_THEM =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("domain")
          .definedBy(ROOT + "domain..")
          .layer("contracts")
          .definedBy(ROOT + "contracts..")
          .layer("examples")
          .definedBy(ROOT + "examples..")
          .layer("ejb")
          .definedBy(ROOT + "ejb..")
          .layer("batch")
          .definedBy(ROOT + "batch..")
          .layer("web")
          .definedBy(ROOT + "web..")
          .layer("worker")
          .definedBy(ROOT + "worker..")
          .layer("cli")
          .definedBy(ROOT + "cli..")
          .whereLayer("web")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("worker")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("batch")
          .mayOnlyBeAccessedByLayers("web")
          .whereLayer("ejb")
          .mayOnlyBeAccessedByLayers("batch", "web")
          .whereLayer("contracts")
          .mayOnlyBeAccessedByLayers("ejb", "worker", "cli")
          .whereLayer("domain")
          .mayOnlyBeAccessedByLayers("ejb", "batch", "web", "worker", "cli");

  @ArchTest
  static final ArchRule THE_DOMAIN_IS_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage(ROOT + "domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "domain..",
              "java..",
              "org.jspecify..",
              "org.bouncycastle..",
              "org.roaringbitmap..");

  @ArchTest
  static final ArchRule AREAS_OF_THE_DOMAIN_FORM_NO_CYCLE =
      slices().matching(ROOT + "domain.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule VALUES_AND_WIRE_RECORDS_USE_NO_AREA =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "domain.value..", ROOT + "domain.wire..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "domain..")
                  .and(not(resideInAnyPackage(ROOT + "domain.value..", ROOT + "domain.wire.."))));

  @ArchTest
  static final ArchRule TIME_COMES_IN_FROM_OUTSIDE =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "domain..", ROOT + "ejb..", ROOT + "batch..", ROOT + "web..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(Date.class);

  @ArchTest
  static final ArchRule CHANCE_COMES_IN_FROM_OUTSIDE =
      noClasses().should().callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "contracts.bindings..")
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Service");

  @ArchTest
  static final ArchRule ROWS_STAY_IN_THEIR_PACKAGE =
      classes()
          .that()
          .areAnnotatedWith(Entity.class)
          .should()
          .bePackagePrivate()
          .andShould()
          .resideInAPackage(ROOT + "ejb.jpa..");

  @ArchTest
  static final ArchRule ROWS_HAVE_NO_SETTERS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(Entity.class)
          .should()
          .haveNameNotStartingWith("set");

  @ArchTest
  static final ArchRule RESOURCES_ONLY_TRANSLATE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "web..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("javax.sql..", "jakarta.persistence..")
                  .or(assignableTo(Connection.class))
                  .or(assignableTo(Statement.class)))
          .because("the database belongs to the use cases");

  @ArchTest
  static final ArchRule USE_CASES_KNOW_NO_HTTP =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "ejb..", ROOT + "batch..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule TRANSACTIONS_START_IN_USE_CASES =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "web..", ROOT + "domain..")
          .should()
          .beAnnotatedWith(Stateless.class);

  @ArchTest
  static void allModulesAreLookedAt(JavaClasses classes) {
    for (String module :
        new String[] {"domain", "contracts", "ejb", "batch", "web", "worker", "cli"}) {
      if (classes.stream().noneMatch(type -> type.getPackageName().startsWith(ROOT + module))) {
        throw new AssertionError("no class of module " + module + " is on the class path");
      }
    }
  }
}
