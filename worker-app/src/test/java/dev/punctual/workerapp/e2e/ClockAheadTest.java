package dev.punctual.workerapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.activities.Attempts;
import dev.punctual.activities.CatchUpGate;
import dev.punctual.activities.FireActivitiesImpl;
import dev.punctual.activities.FireMetrics;
import dev.punctual.activities.FollowUpFires;
import dev.punctual.activities.Holds;
import dev.punctual.activities.Leads;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.activities.Slots;
import dev.punctual.activities.action.ActionHandlers;
import dev.punctual.activities.action.AddressRules;
import dev.punctual.activities.action.CommandActionHandler;
import dev.punctual.activities.action.CommandSettings;
import dev.punctual.activities.action.HttpActionHandler;
import dev.punctual.activities.action.Secrets;
import dev.punctual.activities.action.SimulateActionHandler;
import dev.punctual.activities.action.SqlActionHandler;
import dev.punctual.activities.action.TriggerActionHandler;
import dev.punctual.book.BookClock;
import dev.punctual.book.FireLedger;
import dev.punctual.book.JdbcFireBook;
import dev.punctual.book.TestBook;
import dev.punctual.workflows.FireStep;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.Ticket;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.schedule.OneTimeSchedule;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.TaskId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that is wrong about the time, on a real book: the database has the last word. */
class ClockAheadTest {
    private static final TaskId TASK = TestBook.id("ahead");

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT0.8S", "PT0S", "PT-1H"})
    void aWorkerWithAWrongClockFiresOnceAndNeverEarly(Duration ahead) {
        try (TestBook book = TestBook.open()) {
            BookClock clock = new BookClock();
            Instant due = book.now().plusSeconds(2).truncatedTo(ChronoUnit.MICROS);
            book.create(TASK.id(), new OneTimeSchedule(due));
            try (JdbcFireBook fires = new JdbcFireBook(book.jdbc(), book.transactions(), clock, size -> {})) {
                clock.read(book.now().plus(ahead));
                SimpleMeterRegistry meters = new SimpleMeterRegistry();
                try (HttpActionHandler http =
                                new HttpActionHandler(AddressRules.publicOnly(), Secrets.none(), "punctual", meters);
                        SqlActionHandler sql = new SqlActionHandler(Map.of(), meters)) {
                    ActionHandlers handlers = new ActionHandlers(List.of(
                            http,
                            sql,
                            new CommandActionHandler(ActionRules.NONE, CommandSettings.DEFAULT, meters),
                            new TriggerActionHandler(book.tasks()),
                            new SimulateActionHandler()));
                    RecordingEngine engine = new RecordingEngine();
                    FireMetrics metrics = new FireMetrics(meters);
                    RunningAttempts running = new RunningAttempts(handlers, clock);
                    untilEnded(new FireActivitiesImpl(new FireActivitiesImpl.Parts(
                            fires,
                            book.tasks(),
                            new Holds(clock),
                            new CatchUpGate(100, metrics, number -> null, System::nanoTime),
                            new Attempts(
                                    "worker-with-a-wrong-clock",
                                    fires,
                                    running,
                                    new FollowUpFires(fires, engine),
                                    metrics,
                                    clock),
                            engine,
                            new Slots(book.slots(), fires, engine),
                            new Leads(new Lead(100), book.engine(), clock),
                            metrics,
                            clock)));
                }
            }
            List<Fire> all = book.ledger()
                    .list(new FireLedger.FireQuery(TASK.namespace(), TASK.id(), null, null, null, null, null, 10));
            assertThat(all).singleElement().satisfies(fire -> {
                assertThat(fire.scheduledFor()).isEqualTo(due);
                assertThat(fire.claimedAt()).isAfterOrEqualTo(due);
                assertThat(fire.startedAt()).isAfterOrEqualTo(due);
            });
        }
    }

    /** What the workflow does, without its sleeps: asking too early must do no harm. */
    private static void untilEnded(FireActivitiesImpl activities) {
        FireStep step;
        do {
            step = activities.fire(Ticket.of(TASK, Duration.ofSeconds(3)));
        } while (!(step instanceof FireStep.Ended));
    }
}
