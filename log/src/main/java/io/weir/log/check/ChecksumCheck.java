package io.weir.log.check;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.log.action.ActionReader;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.error.Facts;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.TableState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds a version's checksum file against the state that the log makes of that version. Pure but for {@code allFiles}, for which
 * statistics are not asked: nothing is read from the store. (PROTOCOL.md, "Version Checksum File", "State Validation")
 *
 * <p>What a file does not say is not compared; what it must say and does not is a difference. Transactions that may have expired by
 * the writer's clock may be missing in it.
 */
public final class ChecksumCheck {
    /** The name of the difference if the file is no JSON object. */
    public static final String FORMAT = "format";

    private static final int MAX_TOLD = 5;
    private static final int DELETION_BINS = 10;

    private final TableState state;
    private final SortedMap<String, Facts> differences = new TreeMap<>();

    private ChecksumCheck(TableState state) {
        this.state = state;
    }

    /**
     * Where the two differ: members of the file to facts, among which {@code recorded} and {@code computed} where both can be told.
     * Empty if they agree.
     *
     * @param checksum the bytes of the file
     * @param state of the same version
     */
    public static SortedMap<String, Facts> differences(byte[] checksum, TableState state) {
        ChecksumCheck check = new ChecksumCheck(state);
        try {
            JsonInput in = JsonInput.of(checksum);
            if (!in.nextObject()) {
                throw in.wrong("the file is empty");
            }
            Map<String, String> members = in.uniqueRawMembers();
            in.expectEnd();
            check.members(members);
        } catch (JsonFormatException e) {
            check.differences.put(FORMAT, Facts.of("reason", e.getMessage()));
        }
        return check.differences;
    }

    private void members(Map<String, String> members) {
        // the oldest writers knew no other members
        for (String required : List.of("tableSizeBytes", "numFiles")) {
            if (isNull(members.get(required))) {
                differences.put(required, Facts.of("reason", "it is required and missing"));
            }
        }
        members.forEach((name, json) -> {
            if (!isNull(json)) {
                try {
                    member(name, json);
                } catch (JsonFormatException | IllegalArgumentException e) {
                    differences.put(name, Facts.of("reason", e.getMessage()));
                }
            }
        });
    }

    private static boolean isNull(@Nullable String json) {
        return json == null || json.equals("null");
    }

    private void member(String name, String json) {
        LiveFiles files = state.files();
        switch (name) {
            case "tableSizeBytes" -> compare(name, number(json), files.totalBytes());
            case "numFiles" -> compare(name, number(json), (long) files.count());
            case "numMetadata", "numProtocol" -> compare(name, number(json), 1L);
            case "metadata" -> metadata(name, json);
            case "protocol" -> protocol(name, json);
            case "inCommitTimestampOpt" -> {
                Long timestamp = state.inCommitTimestamp();
                if (timestamp != null) {
                    compare(name, number(json), timestamp);
                }
            }
            case "setTransactions" -> transactions(name, json);
            case "domainMetadata" -> domains(name, json);
            case "fileSizeHistogram", "histogramOpt" -> sizes(name, json);
            case "numDeletionVectorsOpt" -> compare(name, number(json), deletions()[DELETION_BINS]);
            case "numDeletedRecordsOpt" -> compare(name, number(json), deletions()[DELETION_BINS + 1]);
            case "deletedRecordCountsHistogramOpt" -> {
                Map<String, String> parts = object(json);
                compare(
                        name,
                        Arrays.toString(numbers(parts.get("deletedRecordCounts"))),
                        Arrays.toString(Arrays.copyOf(deletions(), DELETION_BINS)));
            }
            case "allFiles" -> allFiles(name, json);
            default -> {} // txnId, and what is not known here
        }
    }

    private void compare(String name, Object recorded, Object computed) {
        if (!recorded.equals(computed)) {
            differences.put(name, Facts.of("computed", computed, "recorded", recorded));
        }
    }

    private void metadata(String name, String json) {
        JsonInput in = entered(json);
        Metadata recorded = ActionReader.metadata(in);
        Metadata computed = state.shape().metadata();
        if (!recorded.equals(computed)) {
            List<String> parts = new ArrayList<>();
            addIfNot(parts, "id", recorded.id(), computed.id());
            addIfNot(parts, "name", recorded.name(), computed.name());
            addIfNot(parts, "description", recorded.description(), computed.description());
            addIfNot(parts, "schemaString", recorded.schemaString(), computed.schemaString());
            addIfNot(parts, "partitionColumns", recorded.partitionColumns(), computed.partitionColumns());
            addIfNot(parts, "configuration", recorded.configuration(), computed.configuration());
            addIfNot(parts, "createdTime", recorded.createdTime(), computed.createdTime());
            addIfNot(parts, "format", recorded.provider(), computed.provider());
            if (!parts.isEmpty()) {
                differences.put(name, Facts.of("members", parts));
            }
        }
    }

    private static void addIfNot(
            List<String> parts, String part, @Nullable Object recorded, @Nullable Object computed) {
        if (!Objects.equals(recorded, computed)) {
            parts.add(part);
        }
    }

    private void protocol(String name, String json) {
        Protocol recorded = ActionReader.protocol(entered(json));
        Protocol computed = state.shape().protocol();
        if (recorded.minReaderVersion() != computed.minReaderVersion()
                || recorded.minWriterVersion() != computed.minWriterVersion()
                || !recorded.readerFeatures().equals(computed.readerFeatures())
                || !recorded.writerFeatures().equals(computed.writerFeatures())) {
            differences.put(name, Facts.of("computed", computed, "recorded", recorded));
        }
    }

    private void transactions(String name, String json) {
        Map<String, String> recorded = new TreeMap<>();
        JsonInput in = entered("{\"list\":" + json + "}");
        in.nextName();
        in.enterArray();
        while (in.nextElementObject()) {
            SetTransaction transaction = ActionReader.transaction(in);
            recorded.put(transaction.appId(), spelled(transaction));
        }
        boolean expire = state.shape().metadata().property("delta.setTransactionRetentionDuration") != null;
        Map<String, String> computed = new TreeMap<>();
        state.transactions().forEach((app, transaction) -> {
            if (recorded.containsKey(app) || !expire) {
                computed.put(app, spelled(transaction));
            }
        });
        compareEntries(name, recorded, computed);
    }

    private static String spelled(SetTransaction transaction) {
        return transaction.version() + " at " + transaction.lastUpdated();
    }

    private void domains(String name, String json) {
        Map<String, String> recorded = new TreeMap<>();
        JsonInput in = entered("{\"list\":" + json + "}");
        in.nextName();
        in.enterArray();
        while (in.nextElementObject()) {
            DomainMetadata domain = ActionReader.domainMetadata(in);
            recorded.put(domain.domain(), domain.removed() ? "removed" : domain.configuration());
        }
        Map<String, String> computed = new TreeMap<>();
        state.domains().forEach((domain, value) -> computed.put(domain, value.configuration()));
        compareEntries(name, recorded, computed);
    }

    private <K> void compareEntries(String name, Map<K, String> recorded, Map<K, String> computed) {
        List<String> missing = new ArrayList<>();
        List<String> other = new ArrayList<>();
        computed.forEach((key, value) -> {
            String said = recorded.get(key);
            if (said == null) {
                missing.add(key.toString());
            } else if (!said.equals(value)) {
                other.add(key + " (computed " + value + ", recorded " + said + ")");
            }
        });
        List<String> unknown = new ArrayList<>();
        recorded.keySet().stream()
                .filter(key -> !computed.containsKey(key))
                .forEach(key -> unknown.add(key.toString()));
        Facts facts = Facts.NONE;
        facts = missing.isEmpty() ? facts : facts.and("notRecorded", told(missing));
        facts = other.isEmpty() ? facts : facts.and("different", told(other));
        facts = unknown.isEmpty() ? facts : facts.and("notInTheLog", told(unknown));
        if (!facts.isEmpty()) {
            differences.put(name, facts);
        }
    }

    private static String told(List<String> all) {
        List<String> sorted = all.stream().sorted().toList();
        return sorted.size() <= MAX_TOLD
                ? sorted.toString()
                : sorted.subList(0, MAX_TOLD) + " and " + (sorted.size() - MAX_TOLD) + " more";
    }

    private void sizes(String name, String json) {
        Map<String, String> parts = object(json);
        long[] bounds = numbers(parts.get("sortedBinBoundaries"));
        long[] counts = numbers(parts.get("fileCounts"));
        long[] bytes = numbers(parts.get("totalBytes"));
        if (bounds.length == 0 || bounds[0] != 0 || counts.length != bounds.length || bytes.length != bounds.length) {
            throw new IllegalArgumentException("its arrays do not fit each other or do not begin with 0");
        }
        long[] foundCounts = new long[bounds.length];
        long[] foundBytes = new long[bounds.length];
        LiveFiles files = state.files();
        for (int chunk = 0; chunk < files.chunkCount(); chunk++) {
            for (int row : files.chunkRows(chunk)) {
                long size = files.chunk(chunk).sizeBytes(row);
                int bin = Arrays.binarySearch(bounds, size);
                bin = bin < 0 ? Math.max(0, -bin - 2) : bin;
                foundCounts[bin]++;
                foundBytes[bin] += size;
            }
        }
        for (int bin = 0; bin < bounds.length; bin++) {
            if (counts[bin] != foundCounts[bin] || bytes[bin] != foundBytes[bin]) {
                differences.put(
                        name,
                        Facts.of(
                                        "computed", foundCounts[bin] + " files, " + foundBytes[bin] + " bytes",
                                        "recorded", counts[bin] + " files, " + bytes[bin] + " bytes")
                                .and("from", bounds[bin]));
                return;
            }
        }
    }

    /** Files by how many rows they lost, as the histogram has them; then how many vectors, then how many rows. */
    private long[] deletions() {
        long[] found = new long[DELETION_BINS + 2];
        LiveFiles files = state.files();
        found[0] = files.count();
        if (files.mayHaveDeletionVectors()) {
            for (int id : files.ids()) {
                DeletionVectorDescriptor vector = files.deletionVector(id);
                if (vector != null) {
                    found[0]--;
                    found[deletionBin(vector.cardinality())]++;
                    found[DELETION_BINS]++;
                    found[DELETION_BINS + 1] += vector.cardinality();
                }
            }
        }
        return found;
    }

    private static int deletionBin(long deleted) {
        if (deleted >= Integer.MAX_VALUE) {
            return DELETION_BINS - 1;
        }
        int bin = 0;
        for (long bound = 1; bin < DELETION_BINS - 2 && deleted >= bound; bound *= 10) {
            bin++;
        }
        return bin;
    }

    private void allFiles(String name, String json) {
        Map<FileKey, String> recorded = new HashMap<>();
        JsonInput in = entered("{\"list\":" + json + "}");
        in.nextName();
        in.enterArray();
        while (in.nextElementObject()) {
            AddFile add = ActionReader.add(in);
            recorded.put(add.key(), spelled(add.sizeBytes(), add.partitionValues()));
        }
        Map<FileKey, String> computed = new HashMap<>();
        LiveFiles files = state.files();
        for (int id : files.ids()) {
            FileKey key = AddFile.builder(files.path(id))
                    .deletionVector(files.deletionVector(id))
                    .build()
                    .key();
            computed.put(key, spelled(files.sizeBytes(id), files.partitionValues(id)));
        }
        compareEntries(name, recorded, computed);
    }

    private static String spelled(long sizeBytes, Map<String, @Nullable String> partitionValues) {
        Map<String, String> known = new TreeMap<>();
        partitionValues.forEach((column, value) -> {
            if (value != null && !value.isEmpty()) {
                known.put(column, value);
            }
        });
        return sizeBytes + " bytes of " + known;
    }

    private static JsonInput entered(String json) {
        JsonInput in = JsonInput.of(json);
        in.nextObject();
        return in;
    }

    private static Map<String, String> object(String json) {
        JsonInput in = entered(json);
        Map<String, String> members = new LinkedHashMap<>();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            members.put(name, in.raw());
        }
        return members;
    }

    private static long number(String json) {
        return Long.parseLong(json);
    }

    private static long[] numbers(@Nullable String json) {
        if (json == null || !json.startsWith("[") || !json.endsWith("]")) {
            throw new IllegalArgumentException("it lacks an array of numbers");
        }
        String inside = json.substring(1, json.length() - 1).strip();
        return inside.isEmpty()
                ? new long[0]
                : Arrays.stream(inside.split(","))
                        .mapToLong(n -> Long.parseLong(n.strip()))
                        .toArray();
    }
}
