package dev.punctual.bench.faults;

import dev.punctual.bench.measure.Json;
import java.util.List;
import java.util.Map;

/**
 * What a fault run does, and when. Times are milliseconds since its begin; a text {@code @1500} in a body stands for such a
 * time, and {@code {sink}} for the payload's address.
 *
 * @param millis how long it is
 * @param actions of users, by time
 * @param faults by time; one that is not over when the next is due delays it
 * @param previews schedules whose previews are compared with the oracle
 */
record Scenario(
        long seed, long millis, List<Action> actions, List<Planned> faults, List<Map<String, Object>> previews) {

    /**
     * Something that a user does; those of one task are done one after the other.
     *
     * @param wish its name; copies of it ask for the same
     * @param verb by the words of the audit log
     * @param copies how many identical requests are sent at once
     * @param rival a second change that insists on the same version, sent at once with this one; empty for none
     * @param conditional whether it insists on the version that the task has then
     */
    record Action(
            String task,
            String wish,
            long at,
            String verb,
            Map<String, Object> body,
            int copies,
            Map<String, Object> rival,
            boolean conditional) {

        Map<String, Object> data() {
            return Json.object(
                    "at",
                    at,
                    "task",
                    task,
                    "wish",
                    wish,
                    "verb",
                    verb,
                    "body",
                    body,
                    "copies",
                    copies,
                    "rival",
                    rival,
                    "conditional",
                    conditional);
        }
    }

    /** A fault, and how long it lasts where that can be chosen. */
    record Planned(long at, Fault fault, long millis) {
        Map<String, Object> data() {
            return Json.object("at", at, "fault", fault.name(), "millis", millis);
        }
    }

    /** Whether a second worker takes part. */
    boolean twoWorkers() {
        return seed >= Fault.FIRST_SEED_OF_TWO_WORKERS;
    }

    /** The scenario for people to read. */
    Map<String, Object> data() {
        return Json.object(
                "seed",
                seed,
                "millis",
                millis,
                "twoWorkers",
                twoWorkers(),
                "faults",
                faults.stream().map(Planned::data).toList(),
                "actions",
                actions.stream().map(Action::data).toList(),
                "previews",
                previews);
    }
}
