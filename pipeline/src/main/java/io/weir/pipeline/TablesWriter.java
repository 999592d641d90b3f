package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.pipeline.transform.Transform;
import io.weir.sink.EpochFiles;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import io.weir.table.data.UnfinishedFiles;
import io.weir.table.data.WrittenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one task into data files of each table that they go to. */
final class TablesWriter implements TaskWriter {
    private static final EpochFiles NO_FILES = new EpochFiles(List.of());

    private final List<One> tables;

    /** @param tasks so many write the same epochs */
    TablesWriter(List<TableOutput> outputs, int tasks) {
        this.tables = outputs.stream().map(output -> new One(output, tasks)).toList();
    }

    /** Files for one table, begun with the table as it is when an epoch's first rows come. */
    private static final class One {
        private final TableOutput output;
        private final int tasks;
        private final List<Transform> steps;
        private @Nullable StructType ready;
        private @Nullable SinkWriter writer;

        One(TableOutput output, int tasks) {
            this.output = output;
            this.tasks = tasks;
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
                open = SinkWriter.open(table, output.options(), output.mode(), tasks);
                writer = open;
            }
            open.write(rows);
        }

        Files finish() {
            SinkWriter open = writer;
            if (open == null) {
                return new Files(NO_FILES, null, null);
            }
            Files written = tasks > 1 && open.gathers()
                    ? new Files(NO_FILES, open.handOver(), open.writtenAs())
                    : new Files(open.finish(), null, open.writtenAs());
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

    /**
     * @param unfinished what comes into files with what other tasks have; null if nothing does
     * @param writtenAs what the table was when the files were begun; null if there are none
     */
    record Files(
            EpochFiles files,
            @Nullable UnfinishedFiles unfinished,
            @Nullable Metadata writtenAs) {
        boolean isEmpty() {
            return files.isEmpty() && unfinished == null;
        }

        private void abort() {
            if (unfinished != null) {
                unfinished.abort();
            }
        }
    }

    /** @param tables the files for each table, in the query's order */
    record WrittenFiles(List<Files> tables) implements Written {
        @Override
        public boolean isEmpty() {
            return tables.stream().allMatch(Files::isEmpty);
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

    /** What several tasks wrote in one epoch, with the files that they have together among those of the first one. */
    static List<WrittenFiles> together(List<WrittenFiles> tasks) {
        List<List<Files>> all = new ArrayList<>();
        tasks.forEach(task -> all.add(new ArrayList<>(task.tables())));
        try {
            for (int table = 0; table < tasks.get(0).tables().size(); table++) {
                finish(all, table);
            }
        } catch (RuntimeException | Error e) {
            all.forEach(task -> task.forEach(Files::abort));
            throw e;
        }
        return all.stream().map(WrittenFiles::new).toList();
    }

    private static void finish(List<List<Files>> all, int table) {
        List<UnfinishedFiles> unfinished = new ArrayList<>();
        for (List<Files> task : all) {
            Files files = task.get(table);
            if (files.unfinished() != null) {
                unfinished.add(files.unfinished());
                task.set(table, new Files(files.files(), null, files.writtenAs()));
            }
        }
        if (!unfinished.isEmpty()) {
            Files first = all.get(0).get(table);
            List<WrittenFile> files = new ArrayList<>(first.files().files());
            files.addAll(SinkWriter.finish(unfinished).files());
            all.get(0).set(table, new Files(new EpochFiles(files), null, first.writtenAs()));
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
