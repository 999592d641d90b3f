package io.weir.log.checkpoint;

import io.weir.format.batch.ColumnBuilder;
import io.weir.log.action.AddFile;
import io.weir.log.action.CheckpointMetadata;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.action.Sidecar;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Appends actions to columns of {@link CheckpointSchema}, one row each. Pure but for the columns. */
final class ActionRows {
    private ActionRows() {}

    static void append(ColumnBuilder to, SetTransaction transaction) {
        text(to.child(0), transaction.appId());
        to.child(1).appendLong(transaction.version());
        number(to.child(2), transaction.lastUpdated());
        to.endValue();
    }

    static void append(ColumnBuilder to, Metadata metadata) {
        text(to.child(0), metadata.id());
        text(to.child(1), metadata.name());
        text(to.child(2), metadata.description());
        text(to.child(3).child(0), metadata.provider());
        map(to.child(3).child(1), metadata.formatOptions());
        to.child(3).endValue();
        text(to.child(4), metadata.schemaString());
        list(to.child(5), metadata.partitionColumns());
        map(to.child(6), metadata.configuration());
        number(to.child(7), metadata.createdTime());
        to.endValue();
    }

    static void append(ColumnBuilder to, Protocol protocol) {
        to.child(0).appendInt(protocol.minReaderVersion());
        to.child(1).appendInt(protocol.minWriterVersion());
        boolean readers = protocol.minReaderVersion() >= Protocol.READER_FEATURES_VERSION;
        boolean writers = protocol.minWriterVersion() >= Protocol.WRITER_FEATURES_VERSION;
        list(to.child(2), readers ? protocol.readerFeatures() : null);
        list(to.child(3), writers ? protocol.writerFeatures() : null);
        to.endValue();
    }

    static void append(ColumnBuilder to, DomainMetadata domain) {
        text(to.child(0), domain.domain());
        text(to.child(1), domain.configuration());
        to.child(2).appendBoolean(domain.removed());
        to.endValue();
    }

    static void append(ColumnBuilder to, CheckpointMetadata checkpoint) {
        to.child(0).appendLong(checkpoint.version());
        map(to.child(1), checkpoint.tags());
        to.endValue();
    }

    static void append(ColumnBuilder to, Sidecar sidecar) {
        text(to.child(0), sidecar.path());
        to.child(1).appendLong(sidecar.sizeInBytes());
        to.child(2).appendLong(sidecar.modificationTime());
        to.endValue();
    }

    static void append(ColumnBuilder to, RemoveFile remove) {
        text(to.child(0), remove.path());
        number(to.child(1), remove.deletionTimestamp());
        to.child(2).appendBoolean(remove.dataChange());
        bool(to.child(3), remove.extendedFileMetadata());
        map(to.child(4), remove.partitionValues());
        number(to.child(5), remove.sizeBytes());
        deletionVector(to.child(6), remove.deletionVector());
        number(to.child(7), remove.baseRowId());
        number(to.child(8), remove.defaultRowCommitVersion());
        to.endValue();
    }

    /** Into columns of {@link CheckpointSchema#ADD}. */
    static void append(ColumnBuilder to, AddFile add) {
        text(to.child(0), add.path());
        map(to.child(1), add.partitionValues());
        to.child(2).appendLong(add.sizeBytes());
        to.child(3).appendLong(add.modificationTime());
        to.child(4).appendBoolean(false); // nothing in a checkpoint is a change
        map(to.child(5), add.tags().isEmpty() ? null : add.tags());
        deletionVector(to.child(6), add.deletionVector());
        number(to.child(7), add.baseRowId());
        number(to.child(8), add.defaultRowCommitVersion());
        text(to.child(9), add.clusteringProvider());
        text(to.child(10), add.stats());
        to.endValue();
    }

    private static void deletionVector(ColumnBuilder to, @Nullable DeletionVectorDescriptor vector) {
        if (vector == null) {
            to.appendNull();
            return;
        }
        text(to.child(0), vector.storageType());
        text(to.child(1), vector.pathOrInlineDv());
        Integer offset = vector.offset();
        if (offset == null) {
            to.child(2).appendNull();
        } else {
            to.child(2).appendInt(offset);
        }
        to.child(3).appendInt(vector.sizeInBytes());
        to.child(4).appendLong(vector.cardinality());
        to.endValue();
    }

    private static void text(ColumnBuilder to, @Nullable String text) {
        if (text == null) {
            to.appendNull();
        } else {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            to.appendBytes(bytes, 0, bytes.length);
        }
    }

    private static void number(ColumnBuilder to, @Nullable Long number) {
        if (number == null) {
            to.appendNull();
        } else {
            to.appendLong(number);
        }
    }

    private static void bool(ColumnBuilder to, @Nullable Boolean value) {
        if (value == null) {
            to.appendNull();
        } else {
            to.appendBoolean(value);
        }
    }

    private static void list(ColumnBuilder to, @Nullable Collection<String> texts) {
        if (texts == null) {
            to.appendNull();
            return;
        }
        texts.forEach(text -> text(to.child(0), text));
        to.endValue();
    }

    private static void map(ColumnBuilder to, @Nullable Map<String, @Nullable String> entries) {
        if (entries == null) {
            to.appendNull();
            return;
        }
        entries.forEach((key, value) -> {
            text(to.child(0), key);
            text(to.child(1), value);
        });
        to.endValue();
    }
}
