package io.weir.log.action;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
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
     * The least protocol that has all this one has, these features, and what they require. A version that stands for exactly the
     * features wanted is used where this protocol lists none; otherwise what it stood for is listed by name.
     */
    public Protocol with(Collection<TableFeature> added) {
        TreeSet<String> readers = new TreeSet<>(effectiveReaderFeatures());
        TreeSet<String> writers = new TreeSet<>(effectiveWriterFeatures());
        Deque<TableFeature> open = new ArrayDeque<>(added);
        boolean grows = false;
        while (!open.isEmpty()) {
            TableFeature feature = open.pop();
            open.addAll(feature.requires());
            if (!supports(feature)) {
                grows = true;
                writers.add(feature.featureName());
                if (feature.isReaderFeature()) {
                    readers.add(feature.featureName());
                }
            }
        }
        if (!grows) {
            return this;
        }
        Protocol least = least(readers, writers, unknown);
        return minWriterVersion < WRITER_FEATURES_VERSION
                ? least
                : listing(Math.max(minReaderVersion, least.minReaderVersion), readers, writers, unknown);
    }

    /** The least protocol that has all features of both. What is not known here is this one's. */
    public Protocol with(Protocol other) {
        TreeSet<String> readers = new TreeSet<>(effectiveReaderFeatures());
        TreeSet<String> writers = new TreeSet<>(effectiveWriterFeatures());
        if (!readers.addAll(other.effectiveReaderFeatures()) & !writers.addAll(other.effectiveWriterFeatures())) {
            return this;
        }
        return least(readers, writers, unknown);
    }

    /** The least protocol with all features of this one but the given, which may become one that lists no features. */
    public Protocol without(TableFeature feature) {
        TreeSet<String> readers = new TreeSet<>(effectiveReaderFeatures());
        TreeSet<String> writers = new TreeSet<>(effectiveWriterFeatures());
        readers.remove(feature.featureName());
        writers.remove(feature.featureName());
        return least(readers, writers, unknown);
    }

    private static Protocol least(Set<String> readers, Set<String> writers, Map<String, String> unknown) {
        for (int writer = 1; writer < WRITER_FEATURES_VERSION; writer++) {
            for (int reader = 1; reader < READER_FEATURES_VERSION; reader++) {
                Protocol legacy = new Protocol(reader, writer, Set.of(), Set.of(), unknown);
                boolean mapsForBoth = reader == 1 || TableFeature.COLUMN_MAPPING.impliedByWriter(writer);
                if (mapsForBoth
                        && legacy.effectiveReaderFeatures().equals(readers)
                        && legacy.effectiveWriterFeatures().equals(writers)) {
                    return legacy;
                }
            }
        }
        for (int reader = 1; reader < READER_FEATURES_VERSION; reader++) {
            if (new Protocol(reader, WRITER_FEATURES_VERSION)
                    .effectiveReaderFeatures()
                    .equals(readers)) {
                return listing(reader, readers, writers, unknown);
            }
        }
        return listing(READER_FEATURES_VERSION, readers, writers, unknown);
    }

    private static Protocol listing(int reader, Set<String> readers, Set<String> writers, Map<String, String> unknown) {
        boolean lists = reader >= READER_FEATURES_VERSION;
        return new Protocol(reader, WRITER_FEATURES_VERSION, lists ? readers : Set.of(), writers, unknown);
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.protocol(this);
    }
}
