package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.pipeline.transform.Transform;
import io.weir.sink.EpochFiles;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one task into data files of each table that they go to. */
final class TablesWriter implements TaskWriter {
    private final List<One> tables;

    TablesWriter(List<TableOutput> outputs) {
        this.tables = outputs.stream().map(One::new).toList();
    }

    /** Files for one table, begun with the table as it is when an epoch's first rows come. */
    private static final class One {
        private final TableOutput output;
        private final List<Transform> steps;
        private @Nullable StructType ready;
        private @Nullable SinkWriter writer;

        One(TableOutput output) {
            this.output = output;
            this.steps = output.newSteps();
        }

        ColumnBatch apply(ColumnBatch rows) {
            ColumnBatch result = rows;
            for (Transform step : steps) {
                result = step.apply(result);
            }
            return result;
        }

        boolean isReady(StructType rows) {
            if (!rows.equals(ready)) {
                boolean fits = writer == null || output.isReady(writer.writtenAs(), rows);
                ready = fits && output.isReady(rows) ? rows : null;
            }
            return ready != null;
        }

        void write(ColumnBatch rows) {
            SinkWriter open = writer;
            if (open == null) {
                Table table = Objects.requireNonNull(output.table());
                open = SinkWriter.open(table, output.options(), output.mode());
                writer = open;
            }
            open.write(rows);
        }

        Files finish() {
            SinkWriter open = writer;
            if (open == null) {
                return new Files(new EpochFiles(List.of()), null);
            }
            EpochFiles files = open.finish();
            Files written = new Files(files, open.writtenAs());
            close();
            return written;
        }

        void close() {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        }
    }

    /** @param writtenAs what the table was when the files were begun; null if there are none */
    record Files(EpochFiles files, @Nullable Metadata writtenAs) {}

    /** @param tables the files for each table, in the query's order */
    record WrittenFiles(List<Files> tables) implements Written {
        @Override
        public boolean isEmpty() {
            return tables.stream().allMatch(table -> table.files().isEmpty());
        }

        @Override
        public long files() {
            return tables.stream()
                    .mapToLong(table -> table.files().files().size())
                    .sum();
        }

        @Override
        public long bytes() {
            return tables.stream().mapToLong(table -> table.files().bytes()).sum();
        }
    }

    @Override
    public List<ColumnBatch> split(ColumnBatch rows) {
        List<ColumnBatch> all = new ArrayList<>(tables.size());
        for (One table : tables) {
            all.add(table.apply(rows));
        }
        return all;
    }

    @Override
    public boolean isReady(List<ColumnBatch> rows) {
        boolean ready = true;
        for (int i = 0; i < tables.size(); i++) {
            ready &= tables.get(i).isReady(rows.get(i).schema());
        }
        return ready;
    }

    @Override
    public void write(List<ColumnBatch> rows) {
        for (int i = 0; i < tables.size(); i++) {
            if (rows.get(i).rowCount() > 0) {
                tables.get(i).write(rows.get(i));
            }
        }
    }

    @Override
    public Written finish() {
        return new WrittenFiles(tables.stream().map(One::finish).toList());
    }

    @Override
    public void close() {
        tables.forEach(One::close);
    }
}
