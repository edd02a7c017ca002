package dev.punctual.peers;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Temporal Schedules: one for each task, with one calendar instant. They know whole seconds only, so the due file must have
 * no others.
 */
final class TemporalSchedulePeer implements Peer {
    private final TemporalClients clients;
    private final ScheduleClient schedules;

    TemporalSchedulePeer(TemporalClients clients) {
        this.clients = clients;
        this.schedules = clients.schedules();
    }

    @Override
    public void prepare() {
        // a new server has its namespace, and needs nothing else
    }

    @Override
    public void register(List<DueTask> tasks) throws ExecutionException, InterruptedException {
        InParallel.each(TemporalClients.PARALLEL_STARTS, tasks, this::create);
    }

    private void create(DueTask task) {
        Schedule schedule = Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(TemporalFire.class)
                        .setArguments(task.id(), task.due())
                        .setOptions(WorkflowOptions.newBuilder()
                                .setWorkflowId("fire-" + task.id())
                                .setTaskQueue(TemporalClients.TASK_QUEUE)
                                .build())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setCalendars(List.of(calendar(task)))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)
                        .build())
                .setState(ScheduleState.newBuilder()
                        .setLimitedAction(true)
                        .setRemainingActions(1)
                        .build())
                .build();
        var _ = schedules.createSchedule(
                task.id(), schedule, ScheduleOptions.newBuilder().build());
    }

    /** The calendar that matches this one second. */
    static ScheduleCalendarSpec calendar(DueTask task) {
        OffsetDateTime at = task.instant().atOffset(ZoneOffset.UTC);
        if (at.getNano() != 0) {
            throw new IllegalArgumentException(
                    "'%s' is due at %s, but a schedule knows whole seconds only".formatted(task.id(), task.due()));
        }
        return ScheduleCalendarSpec.newBuilder()
                .setYear(only(at.getYear()))
                .setMonth(only(at.getMonthValue()))
                .setDayOfMonth(only(at.getDayOfMonth()))
                .setHour(only(at.getHour()))
                .setMinutes(only(at.getMinute()))
                .setSeconds(only(at.getSecond()))
                .build();
    }

    private static List<ScheduleRange> only(int value) {
        return List.of(new ScheduleRange(value));
    }

    @Override
    public void run() {
        clients.run();
    }

    @Override
    public void close() {
        clients.close();
    }
}
