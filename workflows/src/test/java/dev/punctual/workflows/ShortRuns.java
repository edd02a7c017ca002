package dev.punctual.workflows;

import io.temporal.workflow.WorkflowInit;

/** The workflow of a task with histories that start anew after few wake-ups. */
final class ShortRuns {
    private ShortRuns() {}

    public static class OfOneWake extends TaskWorkflowImpl {
        @WorkflowInit
        public OfOneWake(Ticket ticket) {
            super(ticket, 1);
        }
    }

    public static class OfTwoWakes extends TaskWorkflowImpl {
        @WorkflowInit
        public OfTwoWakes(Ticket ticket) {
            super(ticket, 2);
        }
    }

    public static class OfThreeWakes extends TaskWorkflowImpl {
        @WorkflowInit
        public OfThreeWakes(Ticket ticket) {
            super(ticket, 3);
        }
    }
}
