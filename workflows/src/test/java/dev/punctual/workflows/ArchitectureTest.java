package dev.punctual.workflows;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.task.Task;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "dev.punctual.workflows", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** A task names the state of its last fire; that word is the only arrow back. */
    @ArchTest
    static final ArchRule arrowsPointFromTheEngineToTheSchedule = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("engine")
            .definedBy("dev.punctual.workflows")
            .layer("fire")
            .definedBy("dev.punctual.workflows.fire..")
            .layer("task")
            .definedBy("dev.punctual.workflows.task..")
            .layer("schedule")
            .definedBy("dev.punctual.workflows.schedule..")
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("fire")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("task")
            .mayOnlyBeAccessedByLayers("engine", "fire")
            .ignoreDependency(Task.LastFire.class, FireState.class);

    @ArchTest
    static final ArchRule knowsNoSpringAndNoSql = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule readsNoClock = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static void everyPackageSaysWhatMayBeNull(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.tryGetPackageInfo())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }
}
