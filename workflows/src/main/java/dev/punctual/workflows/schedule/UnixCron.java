package dev.punctual.workflows.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.model.field.value.SpecialChar;
import com.cronutils.parser.CronParser;
import java.util.Map;

/**
 * Reads a UNIX cron expression into its {@link CronFields}. cron-utils parses and validates; of its answer only the
 * syntax tree is used, since its own calculation is wrong around changes of the clocks. A node that has no exact meaning
 * in bits is refused.
 */
final class UnixCron {
    private static final CronParser PARSER = new CronParser(definition());
    private static final int SUNDAY = 1;
    private static final int SECOND_SUNDAY = 1 << 7;

    private UnixCron() {}

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withValidRange(0, 59)
                .withStrictRange()
                .and()
                .withHours()
                .withValidRange(0, 23)
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .withStrictRange()
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .and()
                .instance();
    }

    static CronFields parse(String expression) {
        Map<CronColumn, String> plain = CronSyntax.plain(expression);
        Cron cron;
        try {
            cron = PARSER.parse(String.join(" ", plain.values()));
        } catch (IllegalArgumentException e) {
            InvalidScheduleException refusal = new InvalidScheduleException(
                    "expression",
                    "CRON_SYNTAX",
                    "expression \"%s\" cannot be read: %s; write it with values, ranges, lists and steps"
                            .formatted(expression, e.getMessage()));
            refusal.initCause(e);
            throw refusal;
        }
        int daysOfWeek = (int) bits(cron, CronFieldName.DAY_OF_WEEK, CronColumn.DAY_OF_WEEK);
        if ((daysOfWeek & SECOND_SUNDAY) != 0) {
            daysOfWeek = (daysOfWeek & ~SECOND_SUNDAY) | SUNDAY;
        }
        CronFields fields = new CronFields(
                bits(cron, CronFieldName.MINUTE, CronColumn.MINUTE),
                (int) bits(cron, CronFieldName.HOUR, CronColumn.HOUR),
                (int) bits(cron, CronFieldName.DAY_OF_MONTH, CronColumn.DAY_OF_MONTH),
                (int) bits(cron, CronFieldName.MONTH, CronColumn.MONTH),
                daysOfWeek,
                isStar(plain, CronColumn.HOUR),
                !isStar(plain, CronColumn.DAY_OF_MONTH) && !isStar(plain, CronColumn.DAY_OF_WEEK));
        if (fields.firstFrom(0) == CronFields.NEVER) {
            throw new InvalidScheduleException(
                    "expression",
                    "NEVER_FIRES",
                    "expression \"%s\" names no date that exists; change its day of month or its month"
                            .formatted(expression));
        }
        return fields;
    }

    private static boolean isStar(Map<CronColumn, String> plain, CronColumn column) {
        return plain.getOrDefault(column, "").startsWith("*");
    }

    private static long bits(Cron cron, CronFieldName name, CronColumn column) {
        return bits(cron.retrieve(name).getExpression(), column);
    }

    private static long bits(FieldExpression expression, CronColumn column) {
        return switch (expression) {
            case Always _ -> span(column.min, column.max, 1);
            case On on
            when on.getSpecialChar().getValue() == SpecialChar.NONE -> 1L << number(on.getTime(), expression);
            case Between between -> span(number(between.getFrom(), expression), number(between.getTo(), expression), 1);
            case Every every -> every(every, column);
            case And and ->
                and.getExpressions().stream()
                        .mapToLong(item -> bits(item, column))
                        .reduce(0, (left, right) -> left | right);
            // not sealed: a node of another dialect has no meaning here
            default -> throw unknown(expression);
        };
    }

    private static long every(Every every, CronColumn column) {
        int step = number(every.getPeriod(), every);
        return switch (every.getExpression()) {
            case Always _ -> span(column.min, column.max, step);
            case Between between -> span(number(between.getFrom(), every), number(between.getTo(), every), step);
            default -> throw unknown(every);
        };
    }

    private static int number(FieldValue<?> value, FieldExpression expression) {
        if (value.getValue() instanceof Integer number) {
            return number;
        }
        throw unknown(expression);
    }

    private static long span(int first, int last, int step) {
        long bits = 0;
        for (int value = first; value <= last; value += step) {
            bits |= 1L << value;
        }
        return bits;
    }

    private static InvalidScheduleException unknown(FieldExpression expression) {
        return new InvalidScheduleException(
                "expression",
                "UNSUPPORTED",
                "\"%s\" is not UNIX cron; use *, values, ranges, lists and steps only"
                        .formatted(expression.asString()));
    }
}
