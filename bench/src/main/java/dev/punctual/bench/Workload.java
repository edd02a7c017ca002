package dev.punctual.bench;

import dev.punctual.bench.measure.CsvFile;
import dev.punctual.bench.measure.Due;
import dev.punctual.bench.measure.Micros;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * What is registered and what is due, all fixed before the run: the same arguments give the same workload.
 *
 * @param tasks what is registered
 * @param due every instant that must fire, in order
 * @param windowStart the first measured instant may be here
 * @param windowEnd nothing measured is due here or later
 */
record Workload(List<NewTask> tasks, List<Due> due, long windowStart, long windowEnd) {
    private static final String URGENT = "-urgent";
    private static final int TENTH = 10;

    /**
     * A task to be registered.
     *
     * @param schedule in JSON
     * @param members what it has more than others: members of a JSON object, with a comma before each
     */
    record NewTask(String id, String schedule, String members) {
        NewTask(String id, String schedule) {
            this(id, schedule, "");
        }
    }

    /**
     * When the fires of a steady load come.
     *
     * @param start when the warm-up begins, in microseconds since 1970
     * @param perSecond fires offered in each second
     */
    record Pace(long start, int perSecond, Duration warmUp, Duration duration) {
        long windowStart() {
            return start + warmUp.toNanos() / 1_000;
        }

        long windowEnd() {
            return windowStart() + duration.toNanos() / 1_000;
        }
    }

    /**
     * Interval tasks whose anchors are spread so that the offered rate is constant: each second is divided into as many
     * slots as fires are due, and each fire comes somewhere in its slot. In the first half of the warm-up the rate grows to
     * that, as tasks begin one after the other.
     */
    static Workload recurring(String prefix, long seed, Pace pace, Duration every) {
        Random random = new Random(seed);
        long period = every.toNanos() / 1_000;
        int count = Math.toIntExact(pace.perSecond() * period / Micros.SECOND);
        List<Long> anchors = slots(random, pace.start(), count, period);
        int laterPeriods = Math.toIntExact(pace.warmUp().toNanos() / 2_000 / period);
        List<NewTask> tasks = new ArrayList<>();
        List<Due> due = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = id(prefix, i);
            long anchor = anchors.get(i) + period * random.nextInt(laterPeriods + 1);
            tasks.add(new NewTask(
                    id,
                    "{\"type\":\"interval\",\"every\":\"%s\",\"anchor\":\"%s\"}"
                            .formatted(every, Micros.toInstant(anchor))));
            due.addAll(instants(id, anchor, period, pace));
        }
        return new Workload(tasks, inOrder(due), pace.windowStart(), pace.windowEnd());
    }

    /**
     * Interval tasks that offer half of the rate in the warm-up, and all of it from the window's begin on. Every tenth task has the highest
     * priority, and every instant is to be fired, however late. The tasks end with the window, so that what waits then can
     * be worked off.
     */
    static Workload overload(String prefix, long seed, Pace pace, Duration every) {
        Random random = new Random(seed);
        long period = every.toNanos() / 1_000;
        int count = Math.toIntExact(pace.perSecond() * period / Micros.SECOND);
        List<NewTask> tasks = new ArrayList<>();
        List<Due> due = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean urgent = i % TENTH == 0;
            String id = id(urgent ? prefix + URGENT : prefix, i);
            // the two halves alternate, so that each has its tenth
            long begin = i / TENTH % 2 == 0 ? pace.start() : pace.windowStart();
            long anchor = begin + random.nextLong(period);
            tasks.add(new NewTask(
                    id,
                    "{\"type\":\"interval\",\"every\":\"%s\",\"anchor\":\"%s\",\"endAt\":\"%s\"}"
                            .formatted(every, Micros.toInstant(anchor), Micros.toInstant(pace.windowEnd())),
                    ",\"overlapPolicy\":\"BUFFER_ALL\",\"catchUp\":{\"policy\":\"ALL\"}"
                            + (urgent ? ",\"priority\":1" : "")));
            due.addAll(instants(id, anchor, period, pace));
        }
        return new Workload(tasks, inOrder(due), pace.windowStart(), pace.windowEnd());
    }

    /** When an interval task is due before the window ends. */
    private static List<Due> instants(String id, long anchor, long period, Pace pace) {
        List<Due> due = new ArrayList<>();
        for (long instant = anchor; instant < pace.windowEnd(); instant += period) {
            due.add(new Due(id, instant, phase(instant, pace.windowStart())));
        }
        return due;
    }

    /** Whether the task has the highest priority. */
    static boolean isUrgent(String prefix, String task) {
        return task.startsWith(prefix + URGENT);
    }

    /** One-time tasks at a constant rate. */
    static Workload once(String prefix, long seed, Pace pace) {
        long length = pace.windowEnd() - pace.start();
        int count = Math.toIntExact(pace.perSecond() * length / Micros.SECOND);
        List<Long> instants = slots(new Random(seed), pace.start(), count, length);
        return onceAt(prefix, 0, instants, pace.windowStart(), pace.windowEnd());
    }

    /**
     * One-time tasks that are all due at one instant, which is where the window begins.
     *
     * @param warmUp fires before that; its window is not used
     */
    static Workload herd(String prefix, long seed, int count, long instant, Pace warmUp) {
        long length = warmUp.warmUp().toNanos() / 1_000;
        int before = Math.toIntExact(warmUp.perSecond() * length / Micros.SECOND);
        List<Long> instants = new ArrayList<>(slots(new Random(seed), warmUp.start(), before, length));
        instants.addAll(Collections.nCopies(count, instant));
        return onceAt(prefix, 0, instants, instant, instant + Micros.SECOND);
    }

    private static Workload onceAt(String prefix, int first, List<Long> instants, long windowStart, long windowEnd) {
        List<NewTask> tasks = new ArrayList<>();
        List<Due> due = new ArrayList<>();
        for (int i = 0; i < instants.size(); i++) {
            String id = id(prefix, first + i);
            tasks.add(new NewTask(id, onceAt(instants.get(i))));
            due.add(new Due(id, instants.get(i), phase(instants.get(i), windowStart)));
        }
        return new Workload(tasks, inOrder(due), windowStart, windowEnd);
    }

    /** The schedule of a task that is due once. */
    static String onceAt(long micros) {
        return "{\"type\":\"once\",\"at\":\"%s\"}".formatted(Micros.toInstant(micros));
    }

    /** One instant in each of equal slots, in random order, so that neighbours in time are no neighbours by id. */
    private static List<Long> slots(Random random, long start, int count, long length) {
        List<Long> instants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long from = length * i / count;
            long to = length * (i + 1) / count;
            instants.add(start + from + random.nextLong(Math.max(1, to - from)));
        }
        Collections.shuffle(instants, random);
        return instants;
    }

    static String id(String prefix, int number) {
        return "%s-%06d".formatted(prefix, number);
    }

    private static Due.Phase phase(long instant, long windowStart) {
        return instant < windowStart ? Due.Phase.WARM_UP : Due.Phase.MEASURED;
    }

    private static List<Due> inOrder(List<Due> due) {
        due.sort(Comparator.comparingLong(Due::micros).thenComparing(Due::task));
        return due;
    }

    /** Writes the due file: task, instant, phase. */
    void write(Path file) {
        CsvFile.write(
                file,
                "task,due,phase",
                due.stream().map(one -> "%s,%s,%s".formatted(one.task(), Micros.toInstant(one.micros()), one.phase())));
    }
}
