package io.weir.compaction.check;

import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;

/** Reads Parquet files to their last page, so that everything in them that has a checksum is checked. */
final class WholeFile {
    private WholeFile() {}

    /** Reads all columns of an object; one that is not Parquet by its name is passed over. */
    static void read(ObjectStore store, ObjectInfo object) {
        if (!object.name().endsWith(".parquet")) {
            return;
        }
        try (ObjectReader reader = store.open(object.name(), object.sizeBytes())) {
            ParquetFile file = ParquetFile.open(reader);
            file.verifyChecksums();
            read(file, file.schema());
        }
    }

    static void read(ParquetFile file, StructType columns) {
        try (BatchReader batches = file.read(ReadRequest.of(columns))) {
            while (batches.next() != null) {
                continue;
            }
        }
    }
}
