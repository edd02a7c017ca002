package dev.punctual.workerapp;

import com.sun.net.httpserver.HttpServer;
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
import dev.punctual.book.EngineBook;
import dev.punctual.book.FireBook;
import dev.punctual.book.SlotBook;
import dev.punctual.book.TaskBook;
import dev.punctual.workflows.Lead;
import dev.punctual.workflows.TaskEngine;
import dev.punctual.workflows.TaskWorkflow;
import dev.punctual.workflows.TaskWorkflowImpl;
import dev.punctual.workflows.TemporalTaskEngine;
import dev.punctual.workflows.Ticket;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.HttpAction;
import dev.punctual.workflows.task.TaskId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes the whole path of a fire some hundred times before work is taken, so that no real fire pays for loading classes, opening
 * connections and compiling: real workflows on a task queue of this process alone, holds, statements to the real book, which
 * knows none of these tasks and changes nothing, and calls over HTTP to this process.
 */
final class Rehearsal implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration BUDGET = Duration.ofSeconds(3);
    private static final int TASKS = 20;
    private static final int FIRES_PER_TASK = 6;

    private final String process;
    private final WorkflowClient client;
    private final FireBook fires;
    private final TaskBook tasks;
    private final SlotBook slots;
    private final EngineBook engine;
    private final InstantSource clock;

    /** What is rehearsed with. */
    record Parts(
            WorkflowClient client,
            FireBook fires,
            TaskBook tasks,
            SlotBook slots,
            EngineBook engine,
            InstantSource clock) {}

    /** @param process this process's name, which makes the task queue its own */
    Rehearsal(String process, Parts parts) {
        this.process = process;
        this.client = parts.client();
        this.fires = parts.fires();
        this.tasks = parts.tasks();
        this.slots = parts.slots();
        this.engine = parts.engine();
        this.clock = parts.clock();
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        SimpleMeterRegistry unseen = new SimpleMeterRegistry();
        HttpServer target = target();
        try (HttpActionHandler http = new HttpActionHandler(
                        new AddressRules(
                                List.of(target.getAddress().getAddress().getHostAddress() + "/32")),
                        Secrets.none(),
                        process,
                        unseen);
                SqlActionHandler sql = new SqlActionHandler(Map.of(), unseen)) {
            String url = "http://127.0.0.1:" + target.getAddress().getPort() + "/";
            HttpAction action = new HttpAction("POST", url, Map.of(), "{}", HttpAction.DEFAULT_EXPECT_STATUS, false);
            RunningAttempts running = new RunningAttempts(
                    new ActionHandlers(List.of(
                            http,
                            sql,
                            new CommandActionHandler(ActionRules.NONE, CommandSettings.DEFAULT, unseen),
                            new TriggerActionHandler(tasks),
                            new SimulateActionHandler())),
                    clock);
            TaskEngine engineClient = new TemporalTaskEngine(client);
            FireBook book = new RehearsalBook(fires, clock, action, FIRES_PER_TASK);
            FireMetrics metrics = new FireMetrics(unseen);
            FireActivitiesImpl activities = new FireActivitiesImpl(new FireActivitiesImpl.Parts(
                    book,
                    tasks,
                    new Holds(clock),
                    new CatchUpGate(Integer.MAX_VALUE, metrics, ahead -> null, System::nanoTime),
                    new Attempts(
                            process,
                            book,
                            running,
                            new LateClaims(book, time -> true, task -> {}, clock),
                            new FollowUpFires(book, engineClient),
                            metrics,
                            clock),
                    engineClient,
                    new Slots(slots, book, engineClient),
                    new QueueRoom(TASKS * FIRES_PER_TASK, queue -> true, System::nanoTime),
                    new Leads(new Lead(Integer.MAX_VALUE), engine, clock),
                    new Stays(Integer.MAX_VALUE, new Random()),
                    metrics,
                    clock));
            rehearse(activities);
        } finally {
            target.stop(0);
            unseen.close();
        }
        log.info("warmed up in {} ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    private void rehearse(FireActivitiesImpl activities) {
        String queue = "punctual-rehearsal-" + process;
        WorkerFactory factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .build());
        try {
            Worker worker = factory.newWorker(
                    queue,
                    WorkerOptions.newBuilder().setUsingVirtualThreads(true).build());
            worker.registerWorkflowImplementationTypes(TaskWorkflowImpl.class);
            worker.registerActivitiesImplementations(activities);
            factory.start();
            List<WorkflowStub> started = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                started.add(start(queue, i));
            }
            await(started);
        } finally {
            factory.shutdownNow();
            factory.awaitTermination(1, TimeUnit.SECONDS);
        }
    }

    private WorkflowStub start(String queue, int number) {
        TaskWorkflow workflow = client.newWorkflowStub(
                TaskWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(queue + "/" + number)
                        .setTaskQueue(queue)
                        .setWorkflowExecutionTimeout(Duration.ofMinutes(1))
                        .build());
        WorkflowClient.start(workflow::run, Ticket.of(new TaskId("rehearsal", "task-" + number), Duration.ZERO));
        return WorkflowStub.fromTyped(workflow);
    }

    /** What is not done in time is left: a slow start would be worse than a cold one. */
    private static void await(List<WorkflowStub> started) {
        long deadline = System.nanoTime() + BUDGET.toNanos();
        for (WorkflowStub workflow : started) {
            try {
                workflow.getResult(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS, Void.class);
            } catch (TimeoutException e) {
                log.debug("the rehearsal took too long and is ended");
                started.forEach(Rehearsal::end);
                return;
            }
        }
    }

    private static void end(WorkflowStub workflow) {
        try {
            workflow.terminate("the rehearsal is over");
        } catch (WorkflowNotFoundException ended) {
            // this one was done in time
            return;
        }
    }

    private static HttpServer target() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a server on loopback for the warm-up", e);
        }
    }
}
