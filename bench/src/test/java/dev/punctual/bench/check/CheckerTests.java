package dev.punctual.bench.check;

import static dev.punctual.bench.check.Case.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.bench.check.Book.FireRow;
import dev.punctual.bench.check.Evidence.Observation;
import org.junit.jupiter.api.Test;

/** Each check finds the violation that was made for it, and passes the same case without it. */
class CheckerTests {
    private static final String CANCEL = "{}";

    private static Case clean() {
        return new Case().every("t", 10).ranEvery("t", 10);
    }

    @Test
    void passesWhatIsRight() {
        assertThat(clean().violated()).isEmpty();
    }

    @Test
    void findsAnInstantWithoutAFire() {
        Case evidence = clean();
        evidence.fires.removeIf(fire -> fire.scheduledFor().equals(at(30)));
        evidence.arrivals.removeIf(arrival -> arrival.scheduledFor().equals(at(30)));
        assertThat(evidence.violated()).containsExactly("I1");
        assertThat(Checker.judge(evidence.evidence()).getFirst().instant()).isEqualTo(at(30));
        assertThat(evidence.skipped("t", 30, "OVERLAP", 1).violated()).isEmpty();
    }

    @Test
    void findsAFireThatNoScheduleNames() {
        assertThat(clean().ran("t", 33).violated()).containsExactly("I1");
    }

    @Test
    void findsAnInstantWithTwoFires() {
        Case evidence = clean();
        FireRow row = evidence.fires.getFirst();
        evidence.fires.add(row);
        assertThat(evidence.violated()).contains("I1");
    }

    @Test
    void findsAFireThatHasNotEnded() {
        Case evidence = clean();
        FireRow row = evidence.fires.removeLast();
        evidence.arrivals.removeLast();
        evidence.fires.add(new FireRow(
                row.id(),
                "t",
                row.scheduledFor(),
                "SCHEDULE",
                "RUNNING",
                null,
                null,
                1,
                1,
                row.claimedAt(),
                null,
                row.startedAt(),
                null,
                null));
        assertThat(evidence.violated()).containsExactly("I1");
    }

    @Test
    void findsAnEarlyStart() {
        Case evidence = clean();
        Arrival first = evidence.arrivals.removeFirst();
        evidence.arrivals.add(new Arrival(
                1,
                "t",
                first.scheduledFor(),
                1,
                first.fire(),
                first.scheduledFor().minusMillis(1),
                first.ended(),
                "200"));
        assertThat(evidence.violated()).containsExactly("I2");
    }

    @Test
    void findsAnAttemptThatStartedTwice() {
        Case evidence = clean();
        evidence.arrival("t", 20, 1, 20.3, 20.4, "200");
        assertThat(evidence.violated()).containsExactly("I3");
    }

    @Test
    void findsASecondStartAfterALossThatMayHaveNone() {
        Case evidence =
                new Case().every("t", 100, "\"delivery\":\"AT_MOST_ONCE\"").ran("t", 10);
        evidence.again("LOST", 10.001, 15, 15.1, 16);
        evidence.arrival("t", 10, 2, 15.2, 15.3, "200");
        assertThat(evidence.violated()).containsExactly("I3");
        Case allowed = new Case().every("t", 100).ran("t", 10);
        allowed.again("LOST", 10.001, 15, 15.1, 16);
        allowed.arrival("t", 10, 2, 15.2, 15.3, "200");
        assertThat(allowed.violated()).isEmpty();
    }

    @Test
    void findsTwoRunsAtATime() {
        Case evidence = new Case().every("t", 25, "\"overlapPolicy\":\"SKIP\"");
        overlapping(evidence);
        assertThat(evidence.violated()).containsExactly("I4");
        Case allowed = new Case().every("t", 25, "\"overlapPolicy\":\"ALLOW_ALL\"");
        overlapping(allowed);
        assertThat(allowed.violated()).isEmpty();
    }

    private static void overlapping(Case evidence) {
        evidence.fire("t", 10, "SUCCEEDED", 1, 10.001, 37).arrival("t", 10, 1, 10.01, 36, "200");
        evidence.ran("t", 35, 60);
    }

    @Test
    void findsAStartAfterACancel() {
        Case evidence = new Case().every("t", 10).ran("t", 10, 20);
        evidence.change("t", "cancel", 25, 2, CANCEL);
        assertThat(evidence.violated()).isEmpty();
        evidence.ran("t", 30);
        assertThat(evidence.violated()).containsExactly("I5");
    }

    @Test
    void whatWasOverdueWhenItWasMadeMayBeCancelledBeforeItStarts() {
        String once =
                "{\"schedule\":{\"type\":\"once\",\"at\":\"%s\"},\"action\":{\"type\":\"http\"}}".formatted(at(-8));
        Case evidence = clean().create("late", once);
        assertThat(evidence.violated()).containsExactly("I1");
        evidence.change("late", "cancel", 0.4, 2, CANCEL);
        assertThat(evidence.violated()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedTaskThatIsNotInTheBook() {
        Case evidence = clean();
        evidence.asked(
                "gone",
                "create",
                "gone/0",
                1,
                201,
                1,
                "{\"schedule\":{\"type\":\"once\",\"at\":\"%s\"}}".formatted(at(5)));
        assertThat(evidence.violated()).containsExactly("I6");
    }

    @Test
    void findsHalfATask() {
        Case evidence = clean();
        evidence.versions.clear();
        assertThat(evidence.violated()).contains("I6");
    }

    @Test
    void doesNotKnowWhetherWhatWasNotAnsweredWasCarriedOut() {
        String once =
                "{\"schedule\":{\"type\":\"once\",\"at\":\"%s\"},\"action\":{\"type\":\"http\"}}".formatted(at(20));
        Case notDone = clean();
        notDone.windows.add(new Window("KILL_ALL", at(0), at(2)));
        notDone.asked("once", "create", "once/0", 1, 0, null, once);
        assertThat(notDone.violated()).isEmpty();
        Case done = new Case().create("once", once).ran("once", 20);
        done.requests.clear();
        done.windows.add(new Window("KILL_ALL", at(0), at(2)));
        done.asked("once", "create", "once/0", 0, 0, null, once);
        assertThat(done.violated()).isEmpty();
        done.fires.clear();
        done.arrivals.clear();
        assertThat(done.violated()).as("done, and its fire is lost").containsExactly("I1");
    }

    @Test
    void findsAWishThatWasCarriedOutTwice() {
        Case evidence = clean();
        evidence.change("t", "pause", 61, 2, "{}");
        assertThat(evidence.violated()).isEmpty();
        evidence.event("t", 3, "pause", 61.5);
        assertThat(evidence.violated()).containsExactly("I7");
    }

    @Test
    void findsAKeyWithTwoAnswers() {
        Case evidence = clean();
        for (String fire : new String[] {"a", "b"}) {
            evidence.requests.add(evidence.request(
                    "t", "trigger", "t/5", 40, 202, null, null, "{}", "{\"id\":\"%s\"}".formatted(fire)));
            evidence.fires.add(new FireRow(
                    fire, "t", at(40), "MANUAL", "CANCELLED", null, null, 1, 0, null, null, null, at(41), null));
        }
        assertThat(evidence.violated()).containsExactly("I7");
    }

    @Test
    void findsAMovedFireThatDidNotComeAndOneThatStayed() {
        Case evidence = new Case().every("t", 10).ran("t", 10, 25, 30, 40, 50, 60);
        evidence.change("t", "reschedule", 15, 2, "{\"at\":\"%s\"}".formatted(at(25)))
                .waitedFor(20);
        assertThat(evidence.violated()).isEmpty();
        evidence.fires.removeIf(fire -> fire.scheduledFor().equals(at(25)));
        evidence.arrivals.removeIf(arrival -> arrival.scheduledFor().equals(at(25)));
        assertThat(evidence.violated()).containsExactly("I8");
        evidence.ran("t", 25).ran("t", 20);
        assertThat(evidence.violated()).containsExactly("I8");
    }

    @Test
    void findsARunInsideAPauseAndOneThatTheResumeRuledOut() {
        Case evidence = new Case().every("t", 10).ran("t", 10).ranBy(3, "t", 40, 50, 60);
        evidence.change("t", "pause", 15, 2, "{}");
        evidence.change("t", "resume", 35, 3, "{\"catchUp\":\"NONE\"}");
        Case late = new Case().every("t", 10).ran("t", 10).ranBy(3, "t", 40, 50, 60);
        late.change("t", "pause", 15, 2, "{}");
        late.change("t", "resume", 35, 3, "{\"catchUp\":\"NONE\"}");

        evidence.skipped("t", 20, "PAUSED", 3).skipped("t", 30, "PAUSED", 3);
        assertThat(evidence.violated()).isEmpty();

        late.skipped("t", 20, "PAUSED", 3).fire("t", 30, "SUCCEEDED", 3, 35.2, 35.4);
        late.arrival("t", 30, 1, 35.3, 35.35, "200");
        assertThat(late.violated()).containsExactly("I9");

        evidence.fires.removeIf(fire -> fire.scheduledFor().equals(at(30)));
        evidence.ran("t", 30);
        assertThat(evidence.violated()).contains("I9");
    }

    @Test
    void whatAnotherPauseMetBeforeItCouldRunIsThatOnes() {
        Case evidence = new Case().every("t", 10).ran("t", 10).ranBy(5, "t", 40, 50, 60);
        evidence.change("t", "pause", 15, 2, "{}");
        evidence.change("t", "resume", 22, 3, "{\"catchUp\":\"ALL\"}");
        evidence.change("t", "pause", 23, 4, "{}");
        evidence.change("t", "resume", 35, 5, "{\"catchUp\":\"NONE\"}");

        evidence.fires.add(dropped("t", 20, 35));
        evidence.fires.add(dropped("t", 30, 35));
        assertThat(evidence.violated()).isEmpty();

        evidence.fires.removeIf(fire -> fire.scheduledFor().equals(at(20)));
        evidence.fires.add(dropped("t", 20, 22));
        assertThat(evidence.violated()).containsExactly("I9");
    }

    private static FireRow dropped(String task, double at, double end) {
        return new FireRow(
                "dropped-" + at,
                task,
                at(at),
                "SCHEDULE",
                "SKIPPED",
                "PAUSED",
                null,
                5,
                0,
                null,
                null,
                null,
                at(end),
                null);
    }

    @Test
    void findsALostUpdate() {
        Case evidence = clean();
        evidence.change("t", "replace", 61, 2, "{\"displayName\":\"a\"}");
        Request patch = evidence.requests.removeLast();
        evidence.requests.add(
                evidence.request("t", "replace", patch.wish(), 61, 200, 2, 1, "{\"displayName\":\"a\"}", "{}"));
        assertThat(evidence.violated()).isEmpty();
        evidence.change("t", "replace", 61.2, 3, "{\"displayName\":\"b\"}");
        Request rival = evidence.requests.removeLast();
        evidence.requests.add(
                evidence.request("t", "replace", rival.wish(), 61.2, 200, 3, 1, "{\"displayName\":\"b\"}", "{}"));
        assertThat(evidence.violated()).containsExactly("I10");
    }

    @Test
    void findsASuccessThatThePayloadDidNotSee() {
        Case evidence = clean();
        evidence.arrivals.removeLast();
        assertThat(evidence.violated()).containsExactly("I11");
    }

    @Test
    void findsAPayloadThatTheBookDoesNotKnow() {
        assertThat(clean().arrival("t", 70, 1, 70.1, 70.2, "200").violated()).isEmpty();
        assertThat(clean().arrival("t", 59, 1, 59.1, 59.2, "200").violated()).containsExactly("I11");
    }

    @Test
    void findsAFinalStateThatChanged() {
        Case evidence = clean();
        evidence.observations.add(new Observation(at(25), Case.id("t", 20.0), "t", "SUCCEEDED", 1));
        assertThat(evidence.violated()).isEmpty();
        evidence.observations.add(new Observation(at(25), Case.id("t", 10.0), "t", "LOST", 1));
        assertThat(evidence.violated()).containsExactly("I12");
    }

    @Test
    void findsAnAttemptThatCameTooSoonAndOneTooMany() {
        Case soon = new Case().every("t", 100, "\"retry\":{\"maxAttempts\":2,\"initialInterval\":\"PT1S\"}");
        soon.fire("t", 10, "SUCCEEDED", 1, 10.001, 11);
        soon.arrival("t", 10, 1, 10.01, 10.02, "500").arrival("t", 10, 2, 10.3, 10.4, "200");
        soon.again("FAILED", 10.001, 10.05, 10.3, 10.5);
        assertThat(soon.violated()).containsExactly("I13");

        Case inTime = new Case().every("t", 100, "\"retry\":{\"maxAttempts\":2,\"initialInterval\":\"PT0.2S\"}");
        inTime.fire("t", 10, "SUCCEEDED", 1, 10.001, 11);
        inTime.arrival("t", 10, 1, 10.01, 10.02, "500").arrival("t", 10, 2, 10.3, 10.4, "200");
        inTime.again("FAILED", 10.001, 10.05, 10.3, 10.5);
        assertThat(inTime.violated()).isEmpty();

        Case many = new Case().every("t", 100, "\"retry\":{\"maxAttempts\":1,\"initialInterval\":\"PT0.2S\"}");
        many.fires.addAll(inTime.fires);
        many.attempts.addAll(inTime.attempts);
        many.arrivals.addAll(inTime.arrivals);
        assertThat(many.violated()).containsExactly("I13");
    }

    @Test
    void findsWhatIsOverdueWithoutAReason() {
        Case evidence = new Case().every("t", 60);
        evidence.fire("t", 10, "SUCCEEDED", 1, 22, 22.1).arrival("t", 10, 1, 22.01, 22.05, "200");
        assertThat(evidence.violated()).containsExactly("I14");
        evidence.windows.add(new Window("STOP_TEMPORAL", at(5), at(15)));
        assertThat(evidence.violated()).isEmpty();
    }

    @Test
    void findsAServersError() {
        assertThat(clean().asked("t", "pause", "t/9", 61, 500, null, "{}").violated())
                .containsExactly("I15");
    }

    @Test
    void findsAPreviewThatIsWrong() {
        String body = "{\"schedule\":{\"type\":\"cron\",\"expression\":\"30 2 * * *\",\"timeZone\":\"Europe/Berlin\"},"
                + "\"after\":\"2026-03-27T12:00:00Z\"}";
        String skips =
                "{\"fires\":[{\"scheduledFor\":\"2026-03-28T01:30:00Z\"},{\"scheduledFor\":\"2026-03-30T00:30:00Z\"}]}";
        String shifts =
                "{\"fires\":[{\"scheduledFor\":\"2026-03-28T01:30:00Z\"},{\"scheduledFor\":\"2026-03-29T01:30:00Z\"}]}";
        Case right = clean();
        right.requests.add(right.request("", "preview", "p", 1, 200, null, null, body, skips));
        assertThat(right.violated()).isEmpty();
        Case wrong = clean();
        wrong.requests.add(wrong.request("", "preview", "p", 1, 200, null, null, body, shifts));
        assertThat(wrong.violated()).containsExactly("I17");
    }

    @Test
    void findsSecretsDeadlocksAndWrongCounters() {
        Case leak = clean();
        leak.leaks.add("logs/temporal.log");
        assertThat(leak.violated()).containsExactly("I18");
        Case deadlock = clean();
        deadlock.deadlocks = 1;
        assertThat(deadlock.violated()).containsExactly("I19");
        Case counter = clean();
        counter.metrics.put("SUCCEEDED", 6L);
        assertThat(counter.violated()).isEmpty();
        counter.metrics.put("SUCCEEDED", 60L);
        assertThat(counter.violated()).containsExactly("I20");
    }
}
