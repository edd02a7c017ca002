package dev.punctual.workflows.schedule;

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
import com.cronutils.parser.FieldParser;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Turns the plain form of an expression (see {@link CronSyntax}) into its {@link CronFields}. cron-utils parses each
 * field; of its answer only the syntax tree is used, since its own calculation is wrong for lists of special days, for
 * ranges that wrap and around changes of the clocks. A node that has no exact meaning is refused.
 *
 * <p>Its parser of fields and not that of whole expressions, which takes ten times as long and checks once more what
 * {@link CronSyntax} has checked.
 */
final class CronCompiler {
    private static final Map<CronColumn, FieldParser> PARSERS = parsers();

    /** What the columns of one expression gathered. */
    private final Map<CronColumn, BitSet> values = new EnumMap<>(CronColumn.class);

    private int last;
    private int nearest;
    private int lastNearest;
    private int lastOfWeek;
    private long nthOfWeek;

    private CronCompiler() {}

    private static Map<CronColumn, FieldParser> parsers() {
        CronDefinition definition = CronDefinitionBuilder.defineCron()
                .withSeconds()
                .and()
                .withMinutes()
                .and()
                .withHours()
                .and()
                .withDayOfMonth()
                .supportsL()
                .supportsW()
                .supportsLW()
                .and()
                .withMonth()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .supportsL()
                .supportsHash()
                .and()
                .withYear()
                .and()
                .instance();
        Map<CronColumn, FieldParser> parsers = new EnumMap<>(CronColumn.class);
        for (CronColumn column : CronColumn.values()) {
            parsers.put(
                    column,
                    new FieldParser(definition.getFieldDefinition(name(column)).getConstraints()));
        }
        return parsers;
    }

    private static CronFieldName name(CronColumn column) {
        return switch (column) {
            case SECOND -> CronFieldName.SECOND;
            case MINUTE -> CronFieldName.MINUTE;
            case HOUR -> CronFieldName.HOUR;
            case DAY_OF_MONTH -> CronFieldName.DAY_OF_MONTH;
            case MONTH -> CronFieldName.MONTH;
            case DAY_OF_WEEK -> CronFieldName.DAY_OF_WEEK;
            case YEAR -> CronFieldName.YEAR;
        };
    }

    /** Without a column for seconds only second 0 is meant, without one for years each of them. */
    static CronFields compile(Map<CronColumn, String> plain, boolean onRealTime, boolean eitherDay) {
        CronCompiler compiler = new CronCompiler();
        plain.forEach(compiler::read);
        CronDays days = new CronDays(
                (int) compiler.bits(CronColumn.DAY_OF_MONTH),
                compiler.last,
                compiler.nearest,
                compiler.lastNearest,
                (int) compiler.bits(CronColumn.DAY_OF_WEEK),
                compiler.lastOfWeek,
                compiler.nthOfWeek,
                eitherDay);
        return new CronFields(
                plain.containsKey(CronColumn.SECOND) ? compiler.bits(CronColumn.SECOND) : 1,
                compiler.bits(CronColumn.MINUTE),
                (int) compiler.bits(CronColumn.HOUR),
                days,
                (int) compiler.bits(CronColumn.MONTH),
                // a star sets no bounds
                plain.getOrDefault(CronColumn.YEAR, "*").contains("*")
                        ? CronYears.ALL
                        : new CronYears(compiler.values.get(CronColumn.YEAR)),
                onRealTime);
    }

    private long bits(CronColumn column) {
        BitSet set = values.getOrDefault(column, new BitSet());
        return set.isEmpty() ? 0 : set.toLongArray()[0];
    }

    private void read(CronColumn column, String field) {
        if (column != CronColumn.DAY_OF_MONTH || field.indexOf('-') < 0) {
            read(column, parse(column, field));
            return;
        }
        List<String> items = new ArrayList<>();
        for (String item : field.split(",", -1)) {
            if (item.startsWith("L-") && item.endsWith("W")) {
                // unknown to cron-utils
                lastNearest |= 1 << Integer.parseInt(item, 2, item.length() - 1, 10);
            } else {
                items.add(item);
            }
        }
        if (!items.isEmpty()) {
            read(column, parse(column, String.join(",", items)));
        }
    }

    private static FieldExpression parse(CronColumn column, String field) {
        return Objects.requireNonNull(PARSERS.get(column)).parse(field);
    }

    private void read(CronColumn column, FieldExpression expression) {
        switch (expression) {
            case Always _ -> add(column, column.min, column.min + column.size - 1, 1);
            case Between between -> add(column, number(between.getFrom()), number(between.getTo()), 1);
            case Every every
            when every.getExpression() instanceof Between between ->
                add(column, number(between.getFrom()), number(between.getTo()), number(every.getPeriod()));
            case And and -> and.getExpressions().forEach(item -> read(column, item));
            case On on -> on(column, on);
            // not sealed, and a node that plain form does not have has no meaning here
            default -> throw new IllegalStateException("plain form became " + expression);
        }
    }

    private void on(CronColumn column, On on) {
        int time = number(on.getTime());
        int nth = number(on.getNth());
        switch (on.getSpecialChar().getValue()) {
            case NONE -> add(column, time, time, 1);
            case L -> {
                if (column == CronColumn.DAY_OF_MONTH) {
                    last |= 1 << Math.max(nth, 0);
                } else {
                    lastOfWeek |= 1 << (time % CronDays.WEEK);
                }
            }
            case LW -> lastNearest |= 1;
            case W -> nearest |= 1 << time;
            case HASH -> nthOfWeek |= 1L << ((nth - 1) * CronDays.WEEK + time % CronDays.WEEK);
            case QUESTION_MARK -> throw new IllegalStateException("plain form became " + on);
        }
    }

    private static int number(FieldValue<?> value) {
        if (value.getValue() instanceof Integer number) {
            return number;
        }
        throw new IllegalStateException("plain form became " + value);
    }

    /** Adds the values of a range; what runs past the greatest goes on with the least. */
    private void add(CronColumn column, int first, int last, int step) {
        BitSet set = values.computeIfAbsent(column, _ -> new BitSet());
        int end = first <= last ? last : last + column.size;
        for (int value = first; value <= end; value += step) {
            set.set(column.min + (value - column.min) % column.size);
        }
    }
}
