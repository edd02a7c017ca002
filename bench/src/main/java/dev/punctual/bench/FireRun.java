package dev.punctual.bench;

import dev.punctual.bench.measure.Due;
import dev.punctual.bench.measure.Matching;
import dev.punctual.bench.measure.Micros;
import dev.punctual.bench.probe.ProbeLog;
import dev.punctual.bench.probe.Probes;
import java.time.Duration;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Registers a workload, lets it fire, and brings home what was seen. */
final class FireRun {
    private static final long POLL_MICROS = 2 * Micros.SECOND;

    private final Session session;
    private final Plan plan;
    private final Progress progress;

    FireRun(Session session, Plan plan) {
        this.session = session;
        this.plan = plan;
        this.progress = session.progress();
    }

    /** How the fires reach those who perform them. */
    enum Way {
        /** As most do: by the worker that held them for their instant. */
        INLINE(""),
        /** With a place of their own among those that wait, though nobody waits. */
        PRIORITISED(",\"priority\":2"),
        /** Beside each other: each has a workflow of its own, whose worker begins at once. */
        BESIDE(",\"overlapPolicy\":\"ALLOW_ALL\""),
        /** With a timeout beyond what is performed inline: the same. */
        LONG(",\"timeout\":\"PT10M\"");

        private final String members;

        Way(String members) {
            this.members = members;
        }

        /** What the task has more than others: members of a JSON object, with a comma before each. */
        String members() {
            return members;
        }
    }

    /** What the fires do. */
    enum Action {
        /** They call the sink, which keeps the payload's own ledger. */
        HTTP,
        /** They do nothing; the book is the ledger. */
        SIMULATE
    }

    /**
     * How a run goes.
     *
     * @param workload for the begin of the ids and the instant in microseconds at which the run may begin
     * @param notice how long the registration may take
     * @param grace how long is waited for late fires
     * @param way of the tasks
     * @param beside what else goes on
     * @param whole whether it is measured from the registration on, and not only in the window
     */
    record Plan(
            BiFunction<String, Long, Workload> workload,
            Action action,
            Duration notice,
            Duration grace,
            Way way,
            Beside beside,
            boolean whole) {}

    /**
     * What was seen.
     *
     * @param payload the payload's ledger beside the due file
     * @param book the book's view, with its own figures
     * @param inBook the book's starts beside the due file
     * @param fires how many payloads began in the span that {@code cost} covers
     * @param refused requests to the sink that were no fires
     * @param beside what was seen of what else went on
     */
    record Result(
            Workload workload,
            Matching payload,
            BookFires book,
            Matching inBook,
            ProbeLog probes,
            Cost cost,
            long fires,
            Beside.Seen beside,
            int refused) {}

    Result run() {
        Ledger ledger = new Ledger();
        if (plan.action() == Action.SIMULATE) {
            return run(ledger, null);
        }
        try (Sink sink = Sink.start(ledger)) {
            return run(ledger, sink);
        }
    }

    private Result run(Ledger ledger, @Nullable Sink sink) {
        // a whole second, so that no second of the report is cut
        long start = (Micros.second(Micros.now() + plan.notice().toNanos() / 1_000) + 1) * Micros.SECOND;
        Workload workload = plan.workload().apply(session.prefix(), start);
        workload.write(session.directory().resolve("due.csv"));
        Registration registration = new Registration(session.api(), progress, session.stamp());
        try {
            register(registration, workload, sink);
            try (Beside.Company company = plan.beside().begin(session, workload)) {
                return measure(ledger, sink, workload, company);
            }
        } finally {
            ledger.write(session.directory().resolve("ledger.csv"));
            if (session.isForeign()) {
                registration.end(
                        workload.tasks().stream().map(Workload.NewTask::id).toList());
            }
        }
    }

    private void register(Registration registration, Workload workload, @Nullable Sink sink) {
        progress.say("registering %,d tasks".formatted(workload.tasks().size()));
        String action = sink == null
                ? "{\"type\":\"simulate\",\"duration\":\"PT0S\"}"
                : "{\"type\":\"http\",\"method\":\"POST\",\"url\":\"%s\"}".formatted(sink.url());
        registration.register(workload.tasks(), action, plan.way());
        long first = workload.due().getFirst().micros();
        if (Micros.now() > first) {
            throw new BenchException(
                    "Registering %,d tasks took longer than the %d s before the first instant; offer fewer."
                            .formatted(workload.tasks().size(), plan.notice().toSeconds()));
        }
        progress.say("registered; the first is due in %d s".formatted((first - Micros.now()) / Micros.SECOND));
    }

    private Result measure(Ledger ledger, @Nullable Sink sink, Workload workload, Beside.Company company) {
        if (!plan.whole()) {
            progress.waitUntil(workload.windowStart(), () -> state("warming up", ledger, workload.windowStart()));
        }
        Probes probes = Probes.start(session.directory());
        try (probes) {
            Cost.Meter meter = new Cost.Meter(session, sink);
            progress.waitUntil(workload.windowEnd(), () -> state("measuring", ledger, workload.windowEnd()));
            Cost cost = plan.whole() ? null : meter.stop();
            BookFires book = settle(ledger, sink, workload);
            if (cost == null) {
                cost = meter.stop();
            }
            session.check();
            if (sink == null) {
                book.entries().forEach(ledger::add);
            } else {
                sink.check();
            }
            return new Result(
                    workload,
                    match(workload, ledger),
                    book,
                    Matching.of(workload.due(), book.entries(), workload.windowEnd()),
                    probes.log(),
                    cost,
                    ledger.enteredBetween(cost.begin(), cost.end()),
                    company.seen(workload.windowStart()),
                    sink == null ? 0 : sink.refused());
        } finally {
            probes.log().write(session.directory().resolve("probes.csv"));
        }
    }

    private String state(String phase, Ledger ledger, long until) {
        session.check();
        return "%s: %d s left, %,d calls so far"
                .formatted(phase, Math.max(0, until - Micros.now()) / Micros.SECOND, ledger.size());
    }

    /** Waits until nothing is missing and the book says so, or the grace is over; then reads the book. */
    private BookFires settle(Ledger ledger, @Nullable Sink sink, Workload workload) {
        long deadline = workload.windowEnd() + plan.grace().toNanos() / 1_000;
        long measured = workload.due().stream()
                .filter(due -> due.phase() == Due.Phase.MEASURED)
                .count();
        while (true) {
            if (sink != null) {
                waitForCalls(ledger, workload, deadline);
            }
            long begin = workload.due().getFirst().micros();
            BookFires book = BookFires.read(
                    session.api(), session.prefix(), begin, workload.windowStart(), workload.windowEnd());
            if (book.settled() >= measured || Micros.now() >= deadline) {
                return book;
            }
            progress.say("waiting for late fires: %,d of %,d ended in the book".formatted(book.settled(), measured));
            progress.waitUntil(Math.min(deadline, Micros.now() + POLL_MICROS), () -> "waiting for late fires");
        }
    }

    private void waitForCalls(Ledger ledger, Workload workload, long deadline) {
        Matching seen = match(workload, ledger);
        while (seen.lost() + seen.warmUpLost() > 0 && Micros.now() < deadline) {
            int missing = seen.lost() + seen.warmUpLost();
            progress.update(() -> "waiting for late fires: %,d calls missing".formatted(missing));
            Progress.pause(Math.min(500, Math.max(1, (deadline - Micros.now()) / Micros.MILLI)));
            seen = match(workload, ledger);
        }
    }

    private static Matching match(Workload workload, Ledger ledger) {
        return Matching.of(workload.due(), ledger.entries(), workload.windowEnd());
    }
}
