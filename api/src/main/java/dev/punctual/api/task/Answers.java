package dev.punctual.api.task;

import dev.punctual.workflows.task.Task;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Answers that show a task, with its version as ETag. */
final class Answers {
    private Answers() {}

    static String etag(Task task) {
        return "\"" + task.version() + "\"";
    }

    static ResponseEntity<TaskView> ok(Task task) {
        return ResponseEntity.ok().header(HttpHeaders.ETAG, etag(task)).body(TaskView.of(task));
    }
}
