package dev.punctual.workerapp.e2e;

import dev.punctual.activities.Attempts;
import dev.punctual.activities.CatchUpGate;
import dev.punctual.activities.FireActivitiesImpl;
import dev.punctual.activities.FireMetrics;
import dev.punctual.activities.FollowUpFires;
import dev.punctual.activities.Holds;
import dev.punctual.activities.LateClaims;
import dev.punctual.activities.Leads;
import dev.punctual.activities.QueueRoom;
import dev.punctual.activities.RunningAttempts;
import dev.punctual.activities.Slots;
import dev.punctual.activities.Stays;
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
import dev.punctual.book.JdbcFireBook;
import dev.punctual.book.TestBook;
import dev.punctual.workflows.FireStep;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.Ticket;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.TaskId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A worker on a real book, without an engine: a test asks in the place of the workflow. */
final class LoneWorker implements AutoCloseable {
    private final RecordingEngine engine = new RecordingEngine();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final JdbcFireBook fires;
    private final HttpActionHandler http;
    private final SqlActionHandler sql;
    private final FireActivitiesImpl activities;

    LoneWorker(TestBook book, BookClock clock, QueueRoom room) {
        fires = new JdbcFireBook(book.jdbc(), book.transactions(), clock, size -> {});
        http = new HttpActionHandler(AddressRules.publicOnly(), Secrets.none(), "punctual", meters);
        sql = new SqlActionHandler(Map.of(), meters);
        ActionHandlers handlers = new ActionHandlers(List.of(
                http,
                sql,
                new CommandActionHandler(ActionRules.NONE, CommandSettings.DEFAULT, meters),
                new TriggerActionHandler(book.tasks()),
                new SimulateActionHandler()));
        FireMetrics metrics = new FireMetrics(meters);
        activities = new FireActivitiesImpl(new FireActivitiesImpl.Parts(
                fires,
                book.tasks(),
                new Holds(clock),
                new CatchUpGate(100, metrics, number -> null, System::nanoTime),
                new Attempts(
                        "lone-worker",
                        fires,
                        new RunningAttempts(handlers, clock),
                        new LateClaims(fires, time -> true, task -> {}, clock),
                        new FollowUpFires(fires, engine),
                        metrics,
                        clock),
                engine,
                new Slots(book.slots(), fires, engine),
                room,
                new Leads(new Lead(100), book.engine(), clock),
                new Stays(100, new Random()),
                metrics,
                clock));
    }

    /** What the engine was asked for. */
    List<String> asked() {
        return engine.asked;
    }

    /** What the workflow does, without its sleeps: asking too early must do no harm. */
    void untilEnded(TaskId task) {
        FireStep step;
        do {
            step = activities.fire(Ticket.of(task, Duration.ofSeconds(3)));
        } while (!(step instanceof FireStep.Ended));
    }

    @Override
    public void close() {
        sql.close();
        http.close();
        fires.close();
        meters.close();
    }
}
