package dev.punctual.bench.check;

import java.time.Instant;
import java.util.List;

/**
 * I15, as far as answers show it: no request ends in an error of the server other than 503, and outside of faults each is
 * answered and none with 503. Memory and queues are not seen.
 */
final class AnswerCheck implements Check {

    @Override
    public void judge(Evidence evidence, Findings findings) {
        for (Request request : evidence.requests()) {
            int status = request.status();
            boolean broken = status >= 500 && status != 503;
            Instant end = request.answered() == null ? request.sent().plusSeconds(10) : request.answered();
            boolean unavailable = (status == 0 || status == 503) && evidence.excuse(request.sent(), end) == null;
            if (broken || unavailable) {
                String text = broken ? "an error of the server" : "not served, although no fault was at work";
                findings.add("I15", request.task(), null, text, List.of(request.line(), "answer: " + request.answer()));
            }
        }
    }
}
