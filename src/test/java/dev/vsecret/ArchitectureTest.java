package dev.vsecret;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import okhttp3.Headers;

/**
 * Dependencies only point down the layers, from the command line to secrets, and each package has
 * its entry point.
 */
@AnalyzeClasses(packages = "dev.vsecret", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ROOT = "dev.vsecret";

  @ArchTest
  static final ArchRule everyPackageHasItsPlace =
      classes()
          .should()
          .resideInAnyPackage(
              ROOT,
              in("cli"),
              in("fleet"),
              in("rotation"),
              in("delivery"),
              in("journal"),
              in("credentials"),
              in("api"),
              in("output"),
              in("file"),
              in("json"),
              in("secret"),
              in("sandbox"));

  @ArchTest static final ArchRule secretSeesNothing = sees("secret");
  @ArchTest static final ArchRule jsonSeesNothing = sees("json");
  @ArchTest static final ArchRule fileSees = sees("file", "secret");
  @ArchTest static final ArchRule credentialsSee = sees("credentials", "file", "json", "secret");
  @ArchTest static final ArchRule apiSees = sees("api", "json", "secret");
  @ArchTest static final ArchRule outputSees = sees("output", "json", "secret");
  @ArchTest static final ArchRule sandboxSees = sees("sandbox", "secret");

  @ArchTest
  static final ArchRule journalSees =
      sees("journal", "credentials", "api", "output", "file", "json", "secret");

  @ArchTest
  static final ArchRule deliverySees =
      sees("delivery", "journal", "credentials", "api", "output", "file", "secret");

  @ArchTest
  static final ArchRule rotationSees =
      sees("rotation", "delivery", "journal", "credentials", "api", "output", "file", "secret");

  @ArchTest
  static final ArchRule fleetSees =
      sees(
          "fleet",
          "rotation",
          "delivery",
          "journal",
          "credentials",
          "api",
          "output",
          "file",
          "secret");

  @ArchTest
  static final ArchRule onlyJsonAndTheSandboxKnowTheParser =
      noClasses()
          .that()
          .resideOutsideOfPackages(in("json"), in("sandbox"))
          .and()
          // It edits the user's file in place and needs the positions of its values.
          .doNotHaveFullyQualifiedName(ROOT + ".credentials.VonageJson")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tools.jackson..");

  @ArchTest
  static final ArchRule optionsSeeNoCommand =
      noClasses()
          .that()
          .resideInAPackage(in("cli.options"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".cli");

  @ArchTest
  static final ArchRule onlyMainSeesTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage(in("cli"))
          .and()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(in("cli"));

  @ArchTest
  static final ArchRule nobodySeesMain =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .dependOnClassesThat(belongToAnyOf(Main.class));

  @ArchTest
  static final ArchRule onlyTheCommandLineIsHandedTheOutside =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT, in("cli"))
          .should()
          .dependOnClassesThat(belongToAnyOf(Environment.class, Terminal.class));

  @ArchTest
  static final ArchRule onlyTheRootReachesTheOutside =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(System.class, "console")
          .orShould()
          .accessField(System.class, "in");

  @ArchTest
  static final ArchRule onlyTheRootHasStandardStreams =
      noClasses().that().resideOutsideOfPackage(ROOT).should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule onlyTheRootKnowsLogging =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule onlyTheApiSpeaksHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages(in("api"), in("sandbox"))
          .should()
          .dependOnClassesThat(
              resideInAPackage("okhttp3..").and(not(resideInAPackage("okhttp3.tls.."))));

  @ArchTest
  static final ArchRule theSandboxIsNoClient =
      noClasses()
          .that()
          .resideInAPackage(in("sandbox"))
          .should()
          .dependOnClassesThat(
              resideInAPackage("okhttp3..")
                  .and(not(resideInAPackage("okhttp3.tls..")))
                  .and(not(belongToAnyOf(Headers.class))));

  @ArchTest
  static final ArchRule onlyTheSandboxServesHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage(in("sandbox"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("mockwebserver3..");

  @ArchTest
  static final ArchRule onlyTheApiAndTheSandboxKnowCertificates =
      noClasses()
          .that()
          .resideOutsideOfPackages(in("api"), in("sandbox"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("okhttp3.tls..");

  @ArchTest
  static final ArchRule onlyTheCommandLineParsesArguments =
      noClasses()
          .that()
          .resideOutsideOfPackage(in("cli"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule aSecretNeedsTheBaseModuleAlone =
      classes()
          .that()
          .resideInAPackage(in("secret"))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  in("secret"),
                  "java.lang",
                  "java.lang.invoke",
                  "java.lang.runtime",
                  "java.nio.charset",
                  "java.security",
                  "java.time",
                  "java.util",
                  "java.util.function",
                  "java.util.random",
                  "java.util.regex",
                  "java.util.stream"));

  @ArchTest
  static final ArchRule threadsMeetInTheJdksClassesAlone =
      noClasses()
          .should()
          .callMethod(Object.class, "wait")
          .orShould()
          .callMethod(Object.class, "wait", long.class)
          .orShould()
          .callMethod(Object.class, "notify")
          .orShould()
          .callMethod(Object.class, "notifyAll");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.vsecret.(*)..").should().beFreeOfCycles();

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }

  /** Of vsecret's packages, {@code name} depends only on these. */
  private static ArchRule sees(String name, String... others) {
    String[] allowed = Arrays.stream(others).map(ArchitectureTest::in).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(in(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(not(resideInAPackage(in(name))))
                .and(not(resideInAnyPackage(allowed))))
        // Ignore packages that do not exist yet.
        .allowEmptyShould(name.equals("fleet"));
  }
}
