package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.ParquetException;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.checkpoint.CheckpointReader;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints against what the commits make. One thread at a time.
 *
 * <p>Files are compared by hashes, four numbers a file, so that tables of millions of files can be.
 */
final class CheckpointCheck {
    private static final int MAX_KEPT = 10_000;

    /** Clocks of writers and of the store differ; tombstones that expired about when the checkpoint was written are not asked for. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private final ObjectStore store;
    private final Sidecars sidecars;
    private final CheckpointReader reader;
    private final Findings findings;
    /** Of the newest version with a checkpoint; what older ones have is told once a newer one is found in order. */
    private final List<Finding> damage = new ArrayList<>();

    private long damagedVersion = -1;
    private boolean compareStatistics = true;
    private long read;

    CheckpointCheck(ObjectStore store, TableEnvironment environment, Sidecars sidecars, Findings findings) {
        this.store = store;
        this.sidecars = sidecars;
        this.reader = new CheckpointReader(store, environment.executor());
        this.findings = findings;
    }

    /** How many checkpoints could be read. */
    long read() {
        return read;
    }

    /**
     * Reads a checkpoint, every column of it, and compares it with a state.
     *
     * @param expected what the commits make; null if that is not known
     * @param statistics are those of files to be compared?
     * @return what the checkpoint holds; null if it cannot be read
     */
    @Nullable
    TableState check(CheckpointFiles checkpoint, @Nullable TableState expected, boolean statistics) {
        compareStatistics = statistics;
        TableState found = compare(checkpoint, expected);
        if (found != null && damagedVersion < checkpoint.version()) {
            tellDamage(true);
        }
        return found;
    }

    private void damage(Finding finding) {
        if (damage.size() < MAX_KEPT) {
            damage.add(finding);
        }
        damagedVersion = Math.max(
                damagedVersion,
                finding.place().version() == null ? -1 : finding.place().version());
    }

    /** Tells what is wrong with checkpoints that were looked at so far. */
    void tellDamage(boolean replaced) {
        for (Finding finding : damage) {
            if (replaced) {
                findings.add(
                        FindingKind.OLD_CHECKPOINT_DAMAGED,
                        finding.place(),
                        finding.facts().and("kind", finding.kind().code()));
            } else {
                findings.add(finding.kind(), finding.place(), finding.facts());
            }
        }
        damage.clear();
    }

    private @Nullable TableState compare(CheckpointFiles checkpoint, @Nullable TableState expected) {
        Place place = Place.of(checkpoint.version(), checkpoint.names().get(0));
        try {
            List<String> missing = sidecars.missing(checkpoint);
            missing.forEach(name -> damage(new Finding(FindingKind.SIDECAR_MISSING, place, Facts.of("sidecar", name))));
            if (!missing.isEmpty()) {
                return null;
            }
            for (ObjectInfo object : sidecars.objects(checkpoint)) {
                WholeFile.read(store, object);
            }
            TableState found = reader.load(checkpoint).build();
            StatsSchema stats = StatsSchema.of(found.shape());
            FileDigests files = FileDigests.of(found.files(), stats.schema());
            HashIndex tombstones = tombstones(found, Long.MIN_VALUE);
            read++;
            if (expected != null) {
                new Comparison(place, checkpoint, expected, found).run(files, tombstones);
            }
            return found;
        } catch (CorruptTableException | ParquetException | IllegalArgumentException e) {
            unreadable(place, String.valueOf(e.getMessage()));
        } catch (StorageException e) {
            if (e.retryable()) {
                throw e;
            }
            unreadable(place, String.valueOf(e.getMessage()));
        }
        return null;
    }

    private void unreadable(Place place, String reason) {
        damage(new Finding(FindingKind.CHECKPOINT_UNREADABLE, place, Facts.of("reason", reason)));
    }

    private static HashIndex tombstones(TableState state, long afterMillis) {
        HashIndex keys = new HashIndex(16);
        state.tombstones().forEach(afterMillis, state.files(), remove -> keys.put(key(remove)));
        return keys;
    }

    private static long key(RemoveFile remove) {
        return Hash.of(Hash.of(remove.key().path()), Hash.of(remove.key().deletionVectorId()));
    }

    /** One checkpoint and one state. */
    private final class Comparison {
        private final Place place;
        private final CheckpointFiles checkpoint;
        private final TableState expected;
        private final TableState found;

        Comparison(Place place, CheckpointFiles checkpoint, TableState expected, TableState found) {
            this.place = place;
            this.checkpoint = checkpoint;
            this.expected = expected;
            this.found = found;
        }

        void run(FileDigests foundFiles, HashIndex foundTombstones) {
            compareProtocol(expected.shape().protocol(), found.shape().protocol());
            compareMetadata(expected.shape().metadata(), found.shape().metadata());
            compareTransactions();
            compareDomains();
            compareFiles(foundFiles);
            compareTombstones(foundTombstones);
        }

        private void differs(String what, Facts facts) {
            damage(new Finding(FindingKind.CHECKPOINT_DIFFERS, place, facts.and("differs", what)));
        }

        private void compare(String what, @Nullable Object fromCommits, @Nullable Object inCheckpoint) {
            if (!String.valueOf(fromCommits).equals(String.valueOf(inCheckpoint))) {
                differs(what, Facts.of("checkpoint", inCheckpoint, "commits", fromCommits));
            }
        }

        private void compareProtocol(Protocol commits, Protocol here) {
            compare("minReaderVersion", commits.minReaderVersion(), here.minReaderVersion());
            compare("minWriterVersion", commits.minWriterVersion(), here.minWriterVersion());
            compare("readerFeatures", commits.readerFeatures(), here.readerFeatures());
            compare("writerFeatures", commits.writerFeatures(), here.writerFeatures());
        }

        private void compareMetadata(Metadata commits, Metadata here) {
            compare("id", commits.id(), here.id());
            compare("name", commits.name(), here.name());
            compare("description", commits.description(), here.description());
            compare("schemaString", commits.schemaString(), here.schemaString());
            compare("partitionColumns", commits.partitionColumns(), here.partitionColumns());
            compare("configuration", new TreeMap<>(commits.configuration()), new TreeMap<>(here.configuration()));
            compare("createdTime", commits.createdTime(), here.createdTime());
            compare("provider", commits.provider(), here.provider());
        }

        private void compareTransactions() {
            boolean mayExpire =
                    CheckpointSettings.of(expected.shape().metadata()).transactionRetention() != null;
            Map<String, SetTransaction> here = found.transactions();
            Map<String, SetTransaction> commits = expected.transactions();
            commits.forEach((appId, transaction) -> {
                SetTransaction same = here.get(appId);
                if (same == null && !mayExpire || same != null && same.version() != transaction.version()) {
                    differs(
                            "txn",
                            Facts.of("appId", appId, "checkpoint", same == null ? "none" : same.version())
                                    .and("commits", transaction.version()));
                } else if (same != null
                        && same.lastUpdated() != null
                        && !same.lastUpdated().equals(transaction.lastUpdated())) {
                    differs(
                            "txn.lastUpdated",
                            Facts.of("appId", appId, "checkpoint", same.lastUpdated())
                                    .and("commits", transaction.lastUpdated()));
                }
            });
            here.keySet().stream()
                    .filter(appId -> !commits.containsKey(appId))
                    .forEach(appId -> differs("txn", Facts.of("appId", appId, "commits", "none")));
        }

        private void compareDomains() {
            TreeMap<String, String> commits = new TreeMap<>();
            expected.domains().forEach((name, domain) -> commits.put(name, domain.configuration()));
            TreeMap<String, String> here = new TreeMap<>();
            found.domains().forEach((name, domain) -> here.put(name, domain.configuration()));
            compare("domainMetadata", commits, here);
        }

        private void compareFiles(FileDigests here) {
            BitSet seen = new BitSet(here.count());
            FileBatches.forEach(
                    expected.files(),
                    StatsSchema.of(found.shape()).schema(),
                    (adds, json, parsed) -> compareFiles(here, seen, adds, json, parsed));
            if (seen.cardinality() < here.count()) {
                FileDigests.forEachKey(found.files(), (key, add) -> {
                    int at = here.find(key);
                    if (!seen.get(at)) {
                        differs("file", Facts.of("path", add.path(), "commits", "not in the table"));
                    }
                });
            }
        }

        private void compareFiles(
                FileDigests here, BitSet seen, List<AddFile> adds, ColumnBatch json, @Nullable ColumnBatch parsed) {
            for (int i = 0; i < adds.size(); i++) {
                AddFile add = adds.get(i);
                int at = here.find(FileDigests.key(add));
                if (at < 0) {
                    differs("file", Facts.of("checkpoint", "not in the table", "path", add.path()));
                    continue;
                }
                seen.set(at);
                String different = here.difference(at, add);
                if (different != null) {
                    differs("file", Facts.of("of", different, "path", add.path()));
                }
                ColumnBatch stats = add.stats() == null && parsed != null ? parsed : json;
                if (compareStatistics && here.statisticsDiffer(at, stats, i)) {
                    findings.add(FindingKind.CHECKPOINT_STATISTICS_DIFFER, place, Facts.of("path", add.path()));
                }
            }
        }

        private void compareTombstones(HashIndex here) {
            long written = checkpoint.objects().stream()
                    .mapToLong(ObjectInfo::modifiedMillis)
                    .max()
                    .orElse(0);
            long retention = CheckpointSettings.of(expected.shape().metadata())
                    .tombstoneRetention()
                    .toMillis();
            long certain = written - retention + CLOCK_TOLERANCE.toMillis();
            expected.tombstones().forEach(certain, expected.files(), remove -> {
                if (here.find(key(remove)) < 0) {
                    differs("tombstone", Facts.of("checkpoint", "none", "path", remove.path()));
                }
            });
            HashIndex known = tombstones(expected, Long.MIN_VALUE);
            found.tombstones().forEach(Long.MIN_VALUE, found.files(), remove -> {
                if (known.find(key(remove)) < 0) {
                    differs("tombstone", Facts.of("commits", "none", "path", remove.path()));
                }
            });
        }
    }
}
