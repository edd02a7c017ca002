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
import dev.punctual.workflows.fire.FirePlanner;
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
            .layer("audit")
            .definedBy("dev.punctual.workflows.audit..")
            .layer("simulation")
            .definedBy("dev.punctual.workflows.simulation..")
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("audit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("simulation")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("fire")
            .mayOnlyBeAccessedByLayers("engine", "audit", "simulation")
            .whereLayer("task")
            .mayOnlyBeAccessedByLayers("engine", "fire", "audit", "simulation")
            .ignoreDependency(Task.LastFire.class, FireState.class);

    /** Or else it would make the mistakes that it is to find. */
    @ArchTest
    static final ArchRule theAuditDoesNotAskWhomItJudges = noClasses()
            .that()
            .resideInAPackage("dev.punctual.workflows.audit..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(FirePlanner.class);

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
