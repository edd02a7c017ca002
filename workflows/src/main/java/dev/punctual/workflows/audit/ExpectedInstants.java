package dev.punctual.workflows.audit;

import dev.punctual.workflows.audit.PlannedSpan.Expected;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The instants of some schedules within a window, in order and each once: at most one of each schedule is in memory. */
final class ExpectedInstants {
    private static final Comparator<Source> IN_ORDER =
            Comparator.comparing(source -> source.head().at());

    private final PriorityQueue<Source> sources = new PriorityQueue<>(IN_ORDER);
    private @Nullable Instant last;

    ExpectedInstants(List<PlannedSpan> spans, Instant from, Instant to) {
        for (PlannedSpan span : spans) {
            offer(new Rule(span, from, to));
            offer(new Moved(span, from, to));
        }
    }

    /** The next one; empty when there is none. */
    Optional<Expected> next() {
        while (true) {
            Source source = sources.poll();
            if (source == null) {
                return Optional.empty();
            }
            Expected expected = source.head();
            source.advance();
            offer(source);
            if (!expected.at().equals(last)) {
                last = expected.at();
                return Optional.of(expected);
            }
        }
    }

    private void offer(Source source) {
        if (source.hasHead()) {
            sources.add(source);
        }
    }

    private sealed interface Source permits Rule, Moved {
        boolean hasHead();

        Expected head();

        void advance();
    }

    /** The instants that stayed where the schedule has them. */
    private static final class Rule implements Source {
        private final PlannedSpan span;
        private final Instant to;
        private @Nullable Instant nominal;

        Rule(PlannedSpan span, Instant from, Instant to) {
            this.span = span;
            this.to = to;
            take(span.nominalFrom(from).filter(at -> !at.isBefore(from)));
        }

        private void take(Optional<Instant> next) {
            Optional<Instant> found = next;
            while (found.isPresent() && span.moves().containsKey(found.get())) {
                found = span.nominalAfter(found.get());
            }
            nominal = found.filter(at -> at.isBefore(to)).orElse(null);
        }

        @Override
        public boolean hasHead() {
            return nominal != null;
        }

        @Override
        public Expected head() {
            if (nominal == null) {
                throw new IllegalStateException("there is no further instant");
            }
            return new Expected(nominal, nominal, span);
        }

        @Override
        public void advance() {
            take(span.nominalAfter(head().nominal()));
        }
    }

    /** Those that users moved. */
    private static final class Moved implements Source {
        private final Deque<Expected> instants;

        Moved(PlannedSpan span, Instant from, Instant to) {
            List<Expected> found = new ArrayList<>();
            span.moves().forEach((nominal, at) -> {
                if (span.holds(nominal) && span.holds(at) && !at.isBefore(from) && at.isBefore(to)) {
                    found.add(new Expected(at, nominal, span));
                }
            });
            found.sort(Comparator.comparing(Expected::at));
            instants = new ArrayDeque<>(found);
        }

        @Override
        public boolean hasHead() {
            return !instants.isEmpty();
        }

        @Override
        public Expected head() {
            return instants.getFirst();
        }

        @Override
        public void advance() {
            instants.removeFirst();
        }
    }
}
