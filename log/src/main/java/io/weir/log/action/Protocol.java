package io.weir.log.action;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a client must know to read and to write the table. Feature lists only mean something at reader version 3 and writer
 * version 7. (PROTOCOL.md, "Protocol Evolution", "Table Features")
 *
 * @param readerFeatures sorted; empty below reader version 3
 * @param writerFeatures sorted; empty below writer version 7
 * @param unknown members that are not known here, name to JSON
 */
public record Protocol(
        int minReaderVersion,
        int minWriterVersion,
        Set<String> readerFeatures,
        Set<String> writerFeatures,
        Map<String, String> unknown)
        implements Action {
    /** The reader version at which features are listed one by one. */
    public static final int READER_FEATURES_VERSION = 3;

    /** The writer version at which features are listed one by one. */
    public static final int WRITER_FEATURES_VERSION = 7;

    /** What a plain new table needs. */
    public static final Protocol LEGACY_DEFAULT = new Protocol(1, 2);

    public Protocol {
        readerFeatures = Collections.unmodifiableSortedSet(new TreeSet<>(readerFeatures));
        writerFeatures = Collections.unmodifiableSortedSet(new TreeSet<>(writerFeatures));
        unknown = StringMap.copyOfRaw(unknown);
        if (minReaderVersion < 1 || minWriterVersion < 1) {
            throw new IllegalArgumentException("Protocol versions start at 1 {minReaderVersion=" + minReaderVersion
                    + ", minWriterVersion=" + minWriterVersion + "}");
        }
        if (minReaderVersion == READER_FEATURES_VERSION && minWriterVersion < WRITER_FEATURES_VERSION) {
            throw new IllegalArgumentException("Reader features need writer features {minReaderVersion="
                    + minReaderVersion + ", minWriterVersion=" + minWriterVersion + "}");
        }
        if (minReaderVersion < READER_FEATURES_VERSION && !readerFeatures.isEmpty()
                || minWriterVersion < WRITER_FEATURES_VERSION && !writerFeatures.isEmpty()) {
            throw new IllegalArgumentException("Features are listed at versions that have none {minReaderVersion="
                    + minReaderVersion + ", minWriterVersion=" + minWriterVersion + ", readerFeatures="
                    + readerFeatures + ", writerFeatures=" + writerFeatures + "}");
        }
    }

    public Protocol(int minReaderVersion, int minWriterVersion) {
        this(minReaderVersion, minWriterVersion, Set.of(), Set.of(), Map.of());
    }

    /** The features a reader must know: those listed, or those the version stands for. Sorted. */
    public SortedSet<String> effectiveReaderFeatures() {
        SortedSet<String> features = new TreeSet<>(readerFeatures);
        if (minReaderVersion < READER_FEATURES_VERSION) {
            for (TableFeature feature : TableFeature.values()) {
                if (feature.impliedByReader(minReaderVersion)) {
                    features.add(feature.featureName());
                }
            }
        }
        return features;
    }

    /** The features a writer must know: those listed, or those the version stands for; reader features too. Sorted. */
    public SortedSet<String> effectiveWriterFeatures() {
        SortedSet<String> features = effectiveReaderFeatures();
        features.addAll(writerFeatures);
        if (minWriterVersion < WRITER_FEATURES_VERSION) {
            for (TableFeature feature : TableFeature.values()) {
                if (feature.impliedByWriter(minWriterVersion)) {
                    features.add(feature.featureName());
                }
            }
        }
        return features;
    }

    /** Is the feature supported by the table, listed or implied? */
    public boolean supports(TableFeature feature) {
        if (readerFeatures.contains(feature.featureName()) || writerFeatures.contains(feature.featureName())) {
            return true;
        }
        return minReaderVersion < READER_FEATURES_VERSION && feature.impliedByReader(minReaderVersion)
                || minWriterVersion < WRITER_FEATURES_VERSION && feature.impliedByWriter(minWriterVersion);
    }

    /**
     * The least protocol that has all this one has, and these features. What a legacy version implied is listed by name
     * where the version has to change to 3 or 7.
     */
    public Protocol with(Collection<TableFeature> added) {
        TreeSet<String> missing = new TreeSet<>();
        boolean reader = false;
        for (TableFeature feature : added) {
            if (!supports(feature)) {
                missing.add(feature.featureName());
                reader |= feature.isReaderFeature();
            }
        }
        if (missing.isEmpty()) {
            return this;
        }
        TreeSet<String> writers = new TreeSet<>(effectiveWriterFeatures());
        writers.addAll(missing);
        boolean listsReaders = reader || minReaderVersion >= READER_FEATURES_VERSION;
        TreeSet<String> readers = new TreeSet<>();
        if (listsReaders) {
            readers.addAll(effectiveReaderFeatures());
            for (TableFeature feature : added) {
                if (feature.isReaderFeature()) {
                    readers.add(feature.featureName());
                }
            }
        }
        return new Protocol(
                listsReaders ? Math.max(minReaderVersion, READER_FEATURES_VERSION) : minReaderVersion,
                Math.max(minWriterVersion, WRITER_FEATURES_VERSION),
                readers,
                writers,
                unknown);
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.protocol(this);
    }
}
