package dev.punctual.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.faults.Scenario.Action;
import dev.punctual.bench.faults.Scenario.Planned;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenarioGeneratorTests {
    @Test
    void makesTheSameScenarioOfTheSameSeed() {
        assertThat(ScenarioGenerator.generate(7, 60_000)).isEqualTo(ScenarioGenerator.generate(7, 60_000));
        assertThat(ScenarioGenerator.generate(7, 60_000)).isNotEqualTo(ScenarioGenerator.generate(8, 60_000));
    }

    @Test
    void doesEveryFaultAndEveryVerbInAFewSeeds() {
        Set<Fault> faults = new HashSet<>();
        Set<String> verbs = new HashSet<>();
        LongStream.range(Fault.FIRST_SEED_OF_FULLNESS, Fault.FIRST_SEED_OF_FULLNESS + 100)
                .mapToObj(seed -> ScenarioGenerator.generate(seed, 60_000))
                .forEach(scenario -> {
                    scenario.faults().stream().map(Planned::fault).forEach(faults::add);
                    scenario.actions().stream().map(Action::verb).forEach(verbs::add);
                });
        assertThat(faults).containsAll(Arrays.asList(Fault.values()));
        assertThat(verbs)
                .containsExactlyInAnyOrder(
                        "create", "replace", "pause", "resume", "cancel", "reschedule", "skipNext", "trigger");
    }

    @Test
    void seedsThatAreKeptPlayTheFaultsThatTheyAlwaysPlayed() {
        assertThat(ScenarioGenerator.generate(5, 30_000).faults().stream().map(Planned::fault))
                .containsExactly(Fault.READ_ONLY, Fault.KILL_TEMPORAL);
        assertThat(ScenarioGenerator.generate(102, 30_000).faults().stream().map(Planned::fault))
                .containsExactly(Fault.SLOW_POSTGRES, Fault.KILL_PUNCTUAL);
    }

    @Test
    void givesEachWishANameOfItsOwn() {
        Scenario scenario = ScenarioGenerator.generate(3, 120_000);
        assertThat(scenario.actions().stream().map(Action::wish)).doesNotHaveDuplicates();
    }
}
