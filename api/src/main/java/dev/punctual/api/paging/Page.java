package dev.punctual.api.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param nextPageToken of the page that follows; left out on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, @Nullable String nextPageToken) {

    /**
     * A page of what was read.
     *
     * @param found one more than the page holds, when there is more
     * @param view how each is shown
     * @param key what the next page begins after
     */
    public static <S, T> Page<T> of(List<S> found, PageRequest request, Function<S, T> view, Function<S, String> key) {
        if (found.size() <= request.size()) {
            return new Page<>(found.stream().map(view).toList(), null);
        }
        List<S> shown = found.subList(0, request.size());
        return new Page<>(shown.stream().map(view).toList(), request.tokens().after(key.apply(shown.getLast())));
    }
}
