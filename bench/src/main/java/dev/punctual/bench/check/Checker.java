package dev.punctual.bench.check;

import java.util.List;

/** Judges all invariants. Pure: the same evidence, the same violations. */
public final class Checker {
    private static final List<Check> ALL = List.of(
            new InstantCheck(),
            new StartCheck(),
            new ConcurrencyCheck(),
            new OrderCheck(),
            new WishCheck(),
            new MoveCheck(),
            new PauseCheck(),
            new AgreementCheck(),
            new StateCheck(),
            new RetryCheck(),
            new LatenessCheck(),
            new AnswerCheck(),
            new PreviewCheck(),
            new ProcessCheck());

    private Checker() {}

    /** Every violation that the evidence shows; empty when there is none. */
    public static List<Violation> judge(Evidence evidence) {
        Findings findings = new Findings();
        ALL.forEach(check -> check.judge(evidence, findings));
        return findings.all();
    }
}
