package dev.punctual.api;

import dev.punctual.book.TaskBook;
import dev.punctual.book.TaskRefusal;
import dev.punctual.book.TaskVerbs;
import dev.punctual.workflows.fire.Asked;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FireState;
import dev.punctual.workflows.fire.Trigger;
import dev.punctual.workflows.schedule.ScheduleChange.Course;
import dev.punctual.workflows.schedule.TimeZoneData;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks in a map, changed as the contract says. */
final class InMemoryTaskBook implements TaskBook {
    private final Map<String, Task> tasks = new TreeMap<>();
    private final Map<TaskId, Instant> archived = new HashMap<>();
    private final Map<UUID, Fire> orders = new HashMap<>();
    private final InstantSource clock;
    private final InMemoryFireLedger ledger;
    private @Nullable RuntimeException failure;

    InMemoryTaskBook(InstantSource clock, InMemoryFireLedger ledger) {
        this.clock = clock;
        this.ledger = ledger;
    }

    /** From now on every call fails so; null for no longer. */
    void failWith(@Nullable RuntimeException newFailure) {
        failure = newFailure;
    }

    void clear() {
        tasks.clear();
        failure = null;
    }

    /** All that are active or paused, in the order of their ids. */
    synchronized List<Task> inForce() {
        return tasks.values().stream()
                .filter(task -> task.state() == TaskState.ACTIVE || task.state() == TaskState.PAUSED)
                .toList();
    }

    @Override
    public synchronized Task create(TaskId id, TaskSpec spec, String actor) {
        if (find(id).isPresent()) {
            throw new TaskRefusal.Exists(id);
        }
        Instant now = clock.instant();
        Optional<Instant> first = spec.schedule().firstFor(now);
        if (first.isEmpty()) {
            throw new TaskRefusal.Invalid("/schedule", "NEVER_FIRES", "the schedule never fires; choose another");
        }
        return put(
                new Task(id, TaskState.ACTIVE, 1, spec, first.get(), null, 0, null, now, now, TimeZoneData.version()));
    }

    @Override
    public List<Created> createAll(List<NewTask> all, String actor) {
        List<Created> results = new ArrayList<>();
        for (NewTask task : all) {
            try {
                results.add(new Created.Done(create(task.id(), task.spec(), actor)));
            } catch (TaskRefusal refusal) {
                results.add(new Created.Refused(refusal));
            }
        }
        return results;
    }

    @Override
    public synchronized Optional<Task> find(TaskId id) {
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(tasks.get(id.toString()));
    }

    @Override
    public synchronized List<Task> list(TaskQuery query) {
        if (failure != null) {
            throw failure;
        }
        return tasks.values().stream()
                .filter(t -> t.id().namespace().equals(query.namespace()))
                .filter(t -> query.state() == null || t.state().name().equals(query.state()))
                .filter(t ->
                        t.spec().labels().entrySet().containsAll(query.labels().entrySet()))
                .filter(t ->
                        query.actionType() == null || t.spec().action().type().equals(query.actionType()))
                .filter(t -> query.text() == null
                        || t.id().id().contains(query.text().toLowerCase(Locale.ROOT)))
                .filter(t -> query.after() == null || t.id().id().compareTo(query.after()) > 0)
                .sorted(Comparator.comparing(t -> t.id().id()))
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized Task replace(TaskId id, TaskSpec spec, @Nullable Integer ifVersion, String actor) {
        Task task = expect(id, ifVersion);
        TaskState state = task.state() == TaskState.PAUSED ? TaskState.PAUSED : TaskState.ACTIVE;
        return put(changed(
                task, state, spec, spec.schedule().firstFor(clock.instant()).orElse(null), task.pause()));
    }

    @Override
    public synchronized Planned plan(TaskId id, TaskSpec spec, @Nullable Integer ifVersion) {
        Instant now = clock.instant();
        Instant first = spec.schedule()
                .firstFor(now)
                .orElseThrow(() -> new TaskRefusal.Invalid("/schedule", "NEVER_FIRES", "the schedule never fires"));
        Task current = find(id).orElse(null);
        if (current == null) {
            Task task = new Task(id, TaskState.ACTIVE, 1, spec, first, null, 0, null, now, now, TimeZoneData.version());
            return new Planned(null, task, Course.NONE, new Course(spec.schedule(), first, first));
        }
        expect(id, ifVersion);
        Instant next = current.nextFireAt();
        Course before = next == null ? Course.NONE : new Course(current.spec().schedule(), next, next);
        boolean rests = current.state() == TaskState.PAUSED;
        return new Planned(
                current,
                changed(
                        current,
                        rests ? TaskState.PAUSED : TaskState.ACTIVE,
                        spec,
                        rests ? null : first,
                        current.pause()),
                before,
                new Course(spec.schedule(), first, first));
    }

    @Override
    public synchronized Task pause(
            TaskId id,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor) {
        Task task = expect(id, ifVersion);
        if (task.state() == TaskState.CANCELLED || task.state() == TaskState.COMPLETED) {
            throw new TaskRefusal.WrongState(id, task.state(), "only one that is in force can be paused");
        }
        return put(changed(task, TaskState.PAUSED, task.spec(), null, new Task.Pause(reason, until)));
    }

    @Override
    public synchronized Task resume(
            TaskId id,
            @Nullable CatchUpPolicy catchUp,
            @Nullable Integer ifVersion,
            @Nullable UUID seed,
            String actor) {
        Task task = expect(id, ifVersion);
        if (task.state() != TaskState.PAUSED) {
            throw new TaskRefusal.WrongState(id, task.state(), "only a paused one can be resumed");
        }
        Instant next = task.spec().schedule().nextAfter(clock.instant()).orElse(null);
        return put(changed(task, TaskState.ACTIVE, task.spec(), next, null));
    }

    @Override
    public synchronized Task cancel(TaskId id, @Nullable Integer ifVersion, String actor) {
        Task task = expect(id, ifVersion);
        return task.state() == TaskState.CANCELLED
                ? task
                : put(changed(task, TaskState.CANCELLED, task.spec(), null, null));
    }

    @Override
    public synchronized Task reschedule(
            TaskId id, Instant at, @Nullable Integer ifVersion, @Nullable UUID seed, String actor) {
        Task task = expect(id, ifVersion);
        return put(changed(task, task.state(), task.spec(), at, task.pause()));
    }

    @Override
    public synchronized Task skipNext(
            TaskId id, int count, @Nullable Integer ifVersion, @Nullable UUID seed, String actor) {
        Task task = expect(id, ifVersion);
        Instant next = task.nextFireAt();
        if (next == null) {
            throw new TaskRefusal.WrongState(id, task.state(), "it has no further fire to skip");
        }
        for (int i = 0; i < count && next != null; i++) {
            next = task.spec().schedule().nextAfter(next).orElse(null);
        }
        return put(changed(task, next == null ? TaskState.COMPLETED : task.state(), task.spec(), next, task.pause()));
    }

    @Override
    public synchronized TaskVerbs trial() {
        InMemoryTaskBook copy = new InMemoryTaskBook(clock, new InMemoryFireLedger());
        copy.tasks.putAll(tasks);
        return copy;
    }

    @Override
    public synchronized Fire trigger(TaskId id, Order order, String actor) {
        Fire before = order.seed() == null ? null : orders.get(order.seed());
        return before == null ? fire(id, new Asked(order.input(), null, null), order.seed()) : before;
    }

    /** Enters a fire that was asked for, a microsecond after the one before. */
    synchronized Fire fire(TaskId id, Asked asked, @Nullable UUID seed) {
        Task task = expect(id, null);
        if (task.state() == TaskState.CANCELLED) {
            throw new TaskRefusal.WrongState(id, task.state(), "replace it with PUT first");
        }
        Instant now = clock.instant().plus(asked.retryOf() == null ? 0 : 1, ChronoUnit.MICROS);
        Fire fire = new Fire(
                FireId.of(id, now, Trigger.MANUAL),
                id,
                now,
                Trigger.MANUAL,
                FireState.PENDING,
                null,
                null,
                1,
                now,
                task.version(),
                0,
                null,
                null,
                null,
                null,
                null,
                now,
                null,
                null,
                null,
                null,
                false,
                asked);
        ledger.add(fire);
        if (seed != null) {
            orders.put(seed, fire);
        }
        return fire;
    }

    @Override
    public synchronized FireId triggerFrom(TaskId id, FireId source, @Nullable Object input) {
        expect(id, null);
        return FireId.of(id, source.scheduledFor(), Trigger.DEPENDENCY, source);
    }

    /** As if the task had ended long ago. */
    synchronized void archive(TaskId id, Instant at) {
        tasks.remove(id.toString());
        archived.put(id, at);
    }

    @Override
    public synchronized Optional<Instant> archived(TaskId id) {
        return Optional.ofNullable(archived.get(id));
    }

    private Task expect(TaskId id, @Nullable Integer ifVersion) {
        Task task = find(id).orElseThrow(() -> new TaskRefusal.NotFound(id));
        if (ifVersion != null && ifVersion != task.version()) {
            throw new TaskRefusal.StaleVersion(id, ifVersion, task.version());
        }
        return task;
    }

    private Task changed(
            Task task, TaskState state, TaskSpec spec, @Nullable Instant next, Task.@Nullable Pause pause) {
        return new Task(
                task.id(),
                state,
                task.version() + 1,
                spec,
                next,
                task.lastFire(),
                task.engineVersion(),
                pause,
                task.createTime(),
                clock.instant(),
                TimeZoneData.version());
    }

    private Task put(Task task) {
        tasks.put(task.id().toString(), task);
        return task;
    }
}
