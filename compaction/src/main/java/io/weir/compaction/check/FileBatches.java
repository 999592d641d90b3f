package io.weir.compaction.check;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.StructVector;
import io.weir.format.stats.StatisticsParser;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.state.ChunkDetails;
import io.weir.log.state.FileChunk;
import io.weir.log.state.LiveFiles;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes over all files of a table, some thousands at a time, with their statistics in both forms. */
final class FileBatches {
    private static final int FILES_AT_ONCE = 4096;

    private FileBatches() {}

    /** What is done with some files. */
    interface Each {
        /**
         * @param json statistics from their JSON, a row a file
         * @param parsed statistics as a checkpoint has them parsed, a row a file; null if it has not
         */
        void accept(List<AddFile> files, ColumnBatch json, @Nullable ColumnBatch parsed);
    }

    static void forEach(LiveFiles files, StructType statsSchema, Each each) {
        for (int i = 0; i < files.chunkCount(); i++) {
            FileChunk chunk = files.chunk(i);
            int[] rows = files.chunkRows(i);
            for (int from = 0; from < rows.length; from += FILES_AT_ONCE) {
                int[] part = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + FILES_AT_ONCE));
                List<AddFile> adds = chunk.files(part);
                each.accept(adds, json(adds, statsSchema), parsed(chunk, part, statsSchema));
            }
        }
    }

    private static ColumnBatch json(List<AddFile> adds, StructType statsSchema) {
        BatchBuilder texts = new BatchBuilder(StructType.EMPTY.add("stats", PrimitiveType.STRING));
        for (AddFile add : adds) {
            texts.add(add.stats());
        }
        return new StatisticsParser(statsSchema)
                .parse((BytesVector) texts.build().column(0));
    }

    private static @Nullable ColumnBatch parsed(FileChunk chunk, int[] rows, StructType statsSchema) {
        ChunkDetails details = chunk.details();
        if (details == null || details.columns().indexOf("stats_parsed") < 0) {
            return null;
        }
        ColumnBatch loaded = details.load(StructType.EMPTY.add("stats_parsed", statsSchema), rows);
        StructVector stats = (StructVector) loaded.column(0);
        return new ColumnBatch(statsSchema, stats.length(), stats.fields());
    }
}
