package dev.punctual.workflows.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes one SQL statement.
 *
 * @param dataSource the name of one of the operator's data sources
 * @param statement with a {@code ?} for each parameter; sent as it is
 * @param parameters what is bound: texts, numbers, booleans and nulls; texts may hold placeholders such as {@code {{fireId}}}
 */
public record SqlAction(String dataSource, String statement, List<@Nullable Object> parameters) implements Action {

    // written out, because a compact one tells other modules nothing of the nulls among the parameters
    public SqlAction(String dataSource, String statement, List<@Nullable Object> parameters) {
        this.dataSource = dataSource;
        this.statement = statement;
        // not List.copyOf, which takes no null
        this.parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    @Override
    public String type() {
        return "sql";
    }

    @Override
    public String describe() {
        return "sql on " + dataSource;
    }
}
