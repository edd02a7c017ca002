package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.book.TaskVerbs;
import dev.punctual.workflows.fire.Fire;
import dev.punctual.workflows.task.CatchUpPolicy;
import dev.punctual.workflows.task.Task;
import dev.punctual.workflows.task.TaskId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what is to be done to many tasks. */
final class BatchVerbs {
    private static final String VERBS = "pause, resume, cancel, trigger, skipNext or delete";

    private BatchVerbs() {}

    /** What is done to each task. */
    @FunctionalInterface
    interface Deed {
        /**
         * Does it.
         *
         * @param seed names this deed on this task; null for none
         */
        Done on(TaskVerbs verbs, TaskId id, @Nullable UUID seed, String actor);
    }

    /** What came of it: the task as it is then, or the fire that was asked for. */
    record Done(@Nullable Task task, @Nullable Fire fire) {
        private static Done of(Task task) {
            return new Done(task, null);
        }
    }

    /** The deed, or null when a mistake was noted. */
    static @Nullable Deed read(Fields fields, Instant now) {
        String verb = fields.text("verb", 100);
        return switch (verb) {
            case null -> {
                if (!fields.has("verb")) {
                    fields.missing("verb", "choose " + VERBS);
                }
                yield null;
            }
            case "pause" -> {
                String reason = fields.text("reason", TaskVerbController.LONGEST_REASON);
                Instant until = TaskVerbController.until(fields, now);
                yield (verbs, id, seed, actor) -> Done.of(verbs.pause(id, reason, until, null, seed, actor));
            }
            case "resume" -> {
                CatchUpPolicy catchUp = fields.choice("catchUp", CatchUpPolicy.class);
                yield (verbs, id, seed, actor) -> Done.of(verbs.resume(id, catchUp, null, seed, actor));
            }
            case "cancel", "delete" -> (verbs, id, seed, actor) -> Done.of(verbs.cancel(id, null, actor));
            case "trigger" -> {
                Object input = InputReader.read(fields);
                yield (verbs, id, seed, actor) ->
                        new Done(null, verbs.trigger(id, new TaskVerbs.Order(input, seed), actor));
            }
            case "skipNext" -> {
                Integer count = fields.integer("count", 1, VerbBodies.MOST_SKIPPED);
                int skipped = count == null ? 1 : count;
                yield (verbs, id, seed, actor) -> Done.of(verbs.skipNext(id, skipped, null, seed, actor));
            }
            default -> {
                fields.refuse("verb", "CHOICE", "verb is '%s'; choose %s".formatted(verb, VERBS));
                yield null;
            }
        };
    }
}
