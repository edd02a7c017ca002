package dev.punctual.bench.measure;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was due laid beside what came.
 *
 * @param samples one for each measured due instant, with its first start
 * @param lost measured instants without any start
 * @param duplicate starts beyond the first of the same instant, warm-up included
 * @param early starts before their instant, warm-up included
 * @param unexpected starts between the first due instant and the end for an instant that was not due
 * @param warmUpLost instants of the warm-up without any start
 */
public record Matching(List<Sample> samples, int lost, int duplicate, int early, int unexpected, int warmUpLost) {

    private record Key(String task, long micros) {}

    /**
     * Matches by task and instant. Fires after the end are ignored: recurring tasks go on until they are cancelled.
     *
     * @param due all that must fire before the end
     * @param entries all starts, in any order
     * @param endMicros the first instant that no longer counts
     */
    public static Matching of(List<Due> due, Collection<Entry> entries, long endMicros) {
        Map<Key, Long> firstStart = HashMap.newHashMap(due.size());
        long begin = endMicros;
        for (Due instant : due) {
            firstStart.put(new Key(instant.task(), instant.micros()), Micros.NEVER);
            begin = Math.min(begin, instant.micros());
        }
        int duplicate = 0;
        int early = 0;
        int unexpected = 0;
        for (Entry entry : entries) {
            Key key = new Key(entry.task(), entry.dueMicros());
            Long known = firstStart.get(key);
            if (known == null) {
                boolean counts = entry.dueMicros() >= begin && entry.dueMicros() < endMicros;
                unexpected += counts ? 1 : 0;
                continue;
            }
            duplicate += known == Micros.NEVER ? 0 : 1;
            early += entry.enteredMicros() < entry.dueMicros() ? 1 : 0;
            firstStart.put(key, Math.min(known, entry.enteredMicros()));
        }
        int warmUpLost = 0;
        for (Due instant : due) {
            boolean never = started(firstStart, instant) == Micros.NEVER;
            warmUpLost += never && instant.phase() == Due.Phase.WARM_UP ? 1 : 0;
        }
        List<Sample> samples = due.stream()
                .filter(instant -> instant.phase() == Due.Phase.MEASURED)
                .map(instant -> new Sample(instant.micros(), started(firstStart, instant)))
                .toList();
        int lost = (int) samples.stream().filter(Sample::isLost).count();
        return new Matching(samples, lost, duplicate, early, unexpected, warmUpLost);
    }

    private static long started(Map<Key, Long> firstStart, Due instant) {
        return firstStart.getOrDefault(new Key(instant.task(), instant.micros()), Micros.NEVER);
    }
}
