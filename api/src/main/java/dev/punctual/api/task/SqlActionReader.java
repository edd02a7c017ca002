package dev.punctual.api.task;

import dev.punctual.api.json.Fields;
import dev.punctual.api.json.Json;
import dev.punctual.workflows.task.ActionRules;
import dev.punctual.workflows.task.SqlAction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a SQL statement. */
final class SqlActionReader {
    private static final int LONGEST_STATEMENT = 100_000;
    private static final int MOST_PARAMETERS = 1_000;
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{\\s*(scheduledFor|fireId|attempt|task|input)\\s*}}");

    private SqlActionReader() {}

    /** The action, or null when a mistake was noted. */
    static @Nullable SqlAction read(Fields fields, ActionRules rules) {
        String dataSource = dataSource(fields, rules);
        String statement = statement(fields);
        List<@Nullable Object> parameters = parameters(fields);
        return dataSource == null || statement == null ? null : new SqlAction(dataSource, statement, parameters);
    }

    private static @Nullable String dataSource(Fields fields, ActionRules rules) {
        String name = fields.text("dataSource", 1_000);
        if (name == null) {
            if (!fields.has("dataSource")) {
                fields.missing("dataSource", "name one of the operator's data sources");
            }
            return null;
        }
        if (!rules.dataSources().contains(name)) {
            fields.refuse(
                    "dataSource",
                    "UNKNOWN_DATA_SOURCE",
                    rules.dataSources().isEmpty()
                            ? "there is no data source '%s', nor any other; the operator names them in punctual.actions.sql.data-sources"
                                    .formatted(name)
                            : "there is no data source '%s'; choose one of %s"
                                    .formatted(name, new TreeSet<>(rules.dataSources())));
            return null;
        }
        return name;
    }

    private static @Nullable String statement(Fields fields) {
        String statement = fields.text("statement", LONGEST_STATEMENT);
        if (statement == null) {
            if (!fields.has("statement")) {
                fields.missing("statement", "send one SQL statement");
            }
            return null;
        }
        if (statement.isBlank()) {
            fields.refuse("statement", "EMPTY", "statement is empty; send one SQL statement");
            return null;
        }
        Matcher placeholder = PLACEHOLDER.matcher(statement);
        if (placeholder.find()) {
            fields.refuse(
                    "statement",
                    "PLACEHOLDER",
                    "statement holds %s, but nothing is written into a statement; write ? and put it into parameters"
                            .formatted(placeholder.group()));
            return null;
        }
        return statement;
    }

    private static List<@Nullable Object> parameters(Fields fields) {
        List<@Nullable Object> parameters = new ArrayList<>();
        JsonNode list = fields.any("parameters");
        if (list == null) {
            return parameters;
        }
        if (!list.isArray() || list.size() > MOST_PARAMETERS) {
            fields.refuse(
                    "parameters",
                    "TYPE",
                    "parameters must be a list of at most %d strings, numbers, booleans and nulls"
                            .formatted(MOST_PARAMETERS));
            return parameters;
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode parameter = list.get(i);
            if (parameter.isContainer()) {
                fields.refuseItem(
                        "parameters",
                        i,
                        "TYPE",
                        "parameters/%d is an object or a list; send its JSON as a string and cast it in the statement"
                                .formatted(i));
            } else {
                parameters.add(parameter.isNull() ? null : Json.plain(parameter));
            }
        }
        return parameters;
    }
}
