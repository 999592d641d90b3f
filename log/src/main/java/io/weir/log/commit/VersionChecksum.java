package io.weir.log.commit;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.log.action.Action;
import io.weir.log.action.ActionReader;
import io.weir.log.action.ActionWriter;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.SetTransaction;
import io.weir.storage.ObjectStore;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a table amounts to at one version, in {@code _delta_log/%020d.crc}: tells protocol and metadata without reading the
 * log, and whether the log was read rightly. Immutable. Nothing depends on the file being there. (PROTOCOL.md, "Version
 * Checksum File")
 *
 * @param txnId of the commit, or null
 * @param tableSizeBytes of all live files
 * @param numFiles live files
 * @param inCommitTimestamp milliseconds since the epoch; null if the table has none
 * @param setTransactions of all applications; null if not said
 * @param domainMetadata of all domains that are not removed; null if not said
 */
public record VersionChecksum(
        @Nullable String txnId,
        long tableSizeBytes,
        long numFiles,
        @Nullable Long inCommitTimestamp,
        @Nullable List<SetTransaction> setTransactions,
        @Nullable List<DomainMetadata> domainMetadata,
        Metadata metadata,
        Protocol protocol) {
    /** The member that tells the CRC-32 of the log entry itself; ours, other readers pass over it. */
    public static final String COMMIT_CRC = "weir.commitCrc32";

    public VersionChecksum {
        setTransactions = setTransactions == null ? null : List.copyOf(setTransactions);
        domainMetadata = domainMetadata == null ? null : List.copyOf(domainMetadata);
        if (tableSizeBytes < 0 || numFiles < 0) {
            throw new IllegalArgumentException("A table is smaller than nothing {numFiles=" + numFiles
                    + ", tableSizeBytes=" + tableSizeBytes + "}");
        }
    }

    /** Reads a version's checksum; empty if there is none that can be read. One request. */
    public static Optional<VersionChecksum> load(ObjectStore store, long version) {
        try {
            return parse(store.read(LogNames.versionChecksum(version)));
        } catch (StorageException e) {
            // Everything in it can be had from the log as well
            return Optional.empty();
        }
    }

    /**
     * Writes the checksum of a version that is committed. One request. Never replaces one that is there.
     *
     * @param commit the log entry, whose own checksum is written too
     * @return whether it was written; false is nothing to worry about
     */
    public boolean store(ObjectStore store, CommitAttempt commit) {
        return store(store, commit.version(), commitCrc(commit.toBytes()));
    }

    /** The same without the log entry's checksum. */
    public boolean store(ObjectStore store, long version) {
        return store(store, version, null);
    }

    private boolean store(ObjectStore store, long version, @Nullable Long commitCrc) {
        try {
            return store.putHintIfAbsent(LogNames.versionChecksum(version), toBytes(commitCrc)) == PutOutcome.STORED;
        } catch (StorageException e) {
            return false; // the commit stands, and readers do without
        }
    }

    /**
     * The checksum of the version that a commit makes of this one; empty if it cannot be told without knowing the files: the
     * size of a removed file is not said, or a file that is added anew may have been there before.
     */
    public Optional<VersionChecksum> next(CommitAttempt commit) {
        long bytes = tableSizeBytes;
        long files = numFiles;
        Metadata newMetadata = metadata;
        Protocol newProtocol = protocol;
        Map<String, SetTransaction> transactions = new LinkedHashMap<>();
        Map<String, DomainMetadata> domains = new LinkedHashMap<>();
        if (setTransactions != null) {
            setTransactions.forEach(t -> transactions.put(t.appId(), t));
        }
        if (domainMetadata != null) {
            domainMetadata.forEach(d -> domains.put(d.domain(), d));
        }
        Set<String> removedPaths = new HashSet<>();
        for (Action action : commit.actions()) {
            if (action instanceof RemoveFile remove) {
                if (remove.sizeBytes() == null) {
                    return Optional.empty();
                }
                removedPaths.add(remove.key().path());
                bytes -= remove.sizeBytes();
                files--;
            } else if (action instanceof Metadata changed) {
                newMetadata = changed;
            } else if (action instanceof Protocol changed) {
                newProtocol = changed;
            } else if (action instanceof SetTransaction transaction) {
                transactions.put(transaction.appId(), transaction);
            } else if (action instanceof DomainMetadata domain && domain.removed()) {
                domains.remove(domain.domain());
            } else if (action instanceof DomainMetadata domain) {
                domains.put(domain.domain(), domain);
            }
        }
        for (Action action : commit.actions()) {
            if (action instanceof AddFile add) {
                if (!add.dataChange() && !removedPaths.contains(add.key().path())) {
                    return Optional.empty();
                }
                bytes += add.sizeBytes();
                files++;
            }
        }
        if (bytes < 0 || files < 0) {
            return Optional.empty();
        }
        CommitInfo info = commit.info();
        return Optional.of(new VersionChecksum(
                info.txnId(),
                bytes,
                files,
                info.inCommitTimestamp(),
                setTransactions == null ? null : List.copyOf(transactions.values()),
                domainMetadata == null ? null : List.copyOf(domains.values()),
                newMetadata,
                newProtocol));
    }

    /** What a new table's first commit is checked against: nothing at all. */
    public static Optional<VersionChecksum> first(CommitAttempt commit) {
        @Nullable Metadata metadata = null;
        @Nullable Protocol protocol = null;
        for (Action action : commit.actions()) {
            if (action instanceof Metadata first) {
                metadata = first;
            } else if (action instanceof Protocol first) {
                protocol = first;
            }
        }
        return metadata == null || protocol == null
                ? Optional.empty()
                : new VersionChecksum(null, 0, 0, null, List.of(), List.of(), metadata, protocol).next(commit);
    }

    /** Empty if the bytes are no checksum file. */
    public static Optional<VersionChecksum> parse(byte[] json) {
        try {
            JsonInput in = JsonInput.of(json);
            if (!in.nextObject()) {
                return Optional.empty();
            }
            Optional<VersionChecksum> read = read(in);
            in.expectEnd();
            return read;
        } catch (JsonFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<VersionChecksum> read(JsonInput in) {
        @Nullable String txnId = null;
        @Nullable Long tableSizeBytes = null;
        @Nullable Long numFiles = null;
        long numMetadata = 1;
        long numProtocol = 1;
        @Nullable Long inCommitTimestamp = null;
        @Nullable List<SetTransaction> transactions = null;
        @Nullable List<DomainMetadata> domains = null;
        @Nullable Metadata metadata = null;
        @Nullable Protocol protocol = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "txnId" -> txnId = in.stringOrNull();
                case "tableSizeBytes" -> tableSizeBytes = in.longValue();
                case "numFiles" -> numFiles = in.longValue();
                case "numMetadata" -> numMetadata = in.longValue();
                case "numProtocol" -> numProtocol = in.longValue();
                case "inCommitTimestampOpt" -> inCommitTimestamp = in.longOrNull();
                case "setTransactions" -> {
                    if (in.enterArrayOrNull()) {
                        transactions = new ArrayList<>();
                        while (in.nextElementObject()) {
                            transactions.add(ActionReader.transaction(in));
                        }
                    }
                }
                case "domainMetadata" -> {
                    if (in.enterArrayOrNull()) {
                        domains = new ArrayList<>();
                        while (in.nextElementObject()) {
                            domains.add(ActionReader.domainMetadata(in));
                        }
                    }
                }
                case "metadata" -> metadata = in.enterObjectOrNull() ? ActionReader.metadata(in) : null;
                case "protocol" -> protocol = in.enterObjectOrNull() ? ActionReader.protocol(in) : null;
                default -> in.skip(); // histograms and the list of all files: the log has the same
            }
        }
        if (tableSizeBytes == null
                || numFiles == null
                || metadata == null
                || protocol == null
                || numMetadata != 1
                || numProtocol != 1) {
            return Optional.empty();
        }
        return Optional.of(new VersionChecksum(
                txnId, tableSizeBytes, numFiles, inCommitTimestamp, transactions, domains, metadata, protocol));
    }

    /** CRC-32 of a log entry, as {@link #COMMIT_CRC} has it. */
    public static long commitCrc(byte[] commit) {
        CRC32 crc = new CRC32();
        crc.update(commit, 0, commit.length);
        return crc.getValue();
    }

    /** The file's content without the log entry's checksum. */
    public byte[] toBytes() {
        return toBytes(null);
    }

    /**
     * The file's content.
     *
     * @param commitCrc {@link #commitCrc} of the log entry, or null
     */
    public byte[] toBytes(@Nullable Long commitCrc) {
        JsonOutput out = new JsonOutput(1024).beginObject().memberIfAny("txnId", txnId);
        out.member("tableSizeBytes", tableSizeBytes).member("numFiles", numFiles);
        out.member("numMetadata", 1).member("numProtocol", 1);
        out.memberIfAny("inCommitTimestampOpt", inCommitTimestamp);
        if (setTransactions != null) {
            out.beginArray("setTransactions");
            setTransactions.forEach(t -> ActionWriter.value(out, t));
            out.endArray();
        }
        if (domainMetadata != null) {
            out.beginArray("domainMetadata");
            domainMetadata.forEach(d -> ActionWriter.value(out, d));
            out.endArray();
        }
        out.name("metadata");
        ActionWriter.value(out, metadata);
        out.name("protocol");
        ActionWriter.value(out, protocol);
        return out.memberIfAny(COMMIT_CRC, commitCrc).endObject().toBytes();
    }
}
