package io.weir.suite.damage;

import io.weir.format.batch.Row;
import io.weir.format.parquet.ParquetException;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a table answers to questions about each of its versions; an error is an answer too. */
final class Answers {
    /** Instead of an answer: an error that is declared. */
    static final String ERROR = "error";

    private Answers() {}

    /**
     * Asks.
     *
     * @param versions to ask about
     * @param predicates in SQL
     */
    static Map<String, String> of(
            ObjectStore store, TableEnvironment environment, List<Long> versions, List<String> predicates) {
        Map<String, String> answers = new TreeMap<>();
        Table table;
        try {
            table = Table.open(store, environment); // the store stays open: it belongs to the test
        } catch (TableException | StorageException e) {
            answers.put("open", ERROR);
            return answers;
        }
        answers.put("latest", declared(() -> Long.toString(table.latest().version())));
        for (long version : versions) {
            answers.put("rows@" + version, declared(() -> rows(table.at(version))));
            answers.put(
                    "count@" + version,
                    declared(() -> Long.toString(table.at(version).count())));
            for (String predicate : predicates) {
                answers.put(
                        "where " + predicate + "@" + version,
                        declared(() -> Long.toString(
                                table.at(version).scan().where(predicate).count())));
            }
        }
        return answers;
    }

    private static String declared(Supplier<String> question) {
        try {
            return question.get();
        } catch (TableException | StorageException | ParquetException e) {
            return ERROR;
        }
    }

    private static String rows(TableVersion version) {
        List<String> rows = new ArrayList<>();
        for (Row row : version.scan().rows()) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < row.schema().size(); i++) {
                text.append(row.schema().field(i).name())
                        .append('=')
                        .append(text(row.value(i)))
                        .append('|');
            }
            rows.add(text.toString());
        }
        rows.sort(null);
        return String.join("\n", rows);
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        }
        return String.valueOf(value);
    }
}
