package dev.punctual.workerapp;

import dev.punctual.book.FireBook;
import dev.punctual.workflows.fire.Claim;
import dev.punctual.workflows.fire.DueTask;
import dev.punctual.workflows.fire.DueTask.NextFire;
import dev.punctual.workflows.fire.FireId;
import dev.punctual.workflows.fire.FollowUp;
import dev.punctual.workflows.fire.OutputLine;
import dev.punctual.workflows.fire.Plan;
import dev.punctual.workflows.fire.Progress;
import dev.punctual.workflows.fire.Skip;
import dev.punctual.workflows.fire.SourceFire;
import dev.punctual.workflows.fire.StopOrder;
import dev.punctual.workflows.schedule.IntervalSchedule;
import dev.punctual.workflows.task.Action;
import dev.punctual.workflows.task.TaskId;
import dev.punctual.workflows.task.TaskSpec;
import dev.punctual.workflows.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A book with tasks that exist nowhere else. Each question goes to the real book, which knows none of them and so changes
 * nothing; the answer is made up here.
 */
final class RehearsalBook implements FireBook {
    private static final Duration APART = Duration.ofMillis(50);

    private final FireBook real;
    private final InstantSource clock;
    private final Action action;
    private final int firesPerTask;
    private final ConcurrentHashMap<TaskId, DueTask> tasks = new ConcurrentHashMap<>();

    RehearsalBook(FireBook real, InstantSource clock, Action action, int firesPerTask) {
        this.real = real;
        this.clock = clock;
        this.action = action;
        this.firesPerTask = firesPerTask;
    }

    @Override
    public Optional<DueTask> due(TaskId task) {
        Optional<DueTask> unknown = real.due(task);
        return unknown.isPresent() ? Optional.empty() : Optional.of(tasks.computeIfAbsent(task, this::newTask));
    }

    private DueTask newTask(TaskId task) {
        Instant now = clock.instant();
        return task(task, 0, NextFire.at(now.plus(APART)));
    }

    private DueTask task(TaskId id, long position, @Nullable NextFire next) {
        TaskSpec spec = TaskSpec.of(new IntervalSchedule(Duration.ofSeconds(10), Instant.EPOCH), action);
        TaskState state = next == null ? TaskState.COMPLETED : TaskState.ACTIVE;
        return new DueTask(id, state, 1, position, spec, next, null, null, List.of(), null, null);
    }

    @Override
    public Claim claim(ClaimRequest request) {
        Claim refused = real.claim(request);
        DueTask task = request.task();
        long position = task.position() + 1;
        NextFire next = position < firesPerTask ? NextFire.at(clock.instant().plus(APART)) : null;
        tasks.put(task.id(), task(task.id(), position, next));
        return switch (refused) {
            case Claim.Refused answer -> new Claim.Claimed(answer.now());
            case Claim.Claimed impossible ->
                throw new IllegalStateException(
                        "the book knows task %s of a rehearsal: %s".formatted(task.id(), impossible));
        };
    }

    @Override
    public boolean finish(Finish finish) {
        return !real.finish(finish);
    }

    @Override
    public boolean passOver(DueTask task, Plan.PassOver passOver) {
        tasks.put(task.id(), task(task.id(), task.position(), passOver.next()));
        return true;
    }

    @Override
    public void recordExcluded(DueTask task, List<Skip> excluded) {
        real.recordExcluded(task, excluded);
    }

    @Override
    public void report(FireId fire, UUID token, Progress progress) {
        real.report(fire, token, progress);
    }

    @Override
    public void output(FireId fire, UUID token, List<OutputLine> lines) {
        real.output(fire, token, lines);
    }

    @Override
    public Optional<Earlier> earlier(FireId fire) {
        return real.earlier(fire);
    }

    @Override
    public void follow(TaskId task, List<FollowUp> followUps) {
        real.follow(task, followUps);
    }

    @Override
    public Optional<SourceFire> source(FireId fire) {
        return real.source(fire);
    }

    @Override
    public void handedOver(List<FireId> given) {
        real.handedOver(given);
    }

    @Override
    public void stop(DueTask task, Plan.Stop stop) {
        real.stop(task, stop);
    }

    @Override
    public Map<UUID, Optional<StopOrder>> claims(TaskId task) {
        return real.claims(task);
    }

    @Override
    public Optional<RemoteClaim> remoteClaim(FireId fire) {
        return real.remoteClaim(fire);
    }

    @Override
    public void complete(DueTask task) {
        tasks.put(task.id(), task(task.id(), task.position(), null));
    }
}
