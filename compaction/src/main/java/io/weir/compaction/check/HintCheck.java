package io.weir.compaction.check;

import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.List;
import java.util.regex.Pattern;

/** The hint at the newest checkpoint: only a hint, but one that is wrong costs every reader time. */
final class HintCheck {
    private static final Pattern CHECKSUM = Pattern.compile("\"[0-9a-f]{32}\"");

    private final ObjectStore store;
    private final LogDirectory log;
    private final Findings findings;

    HintCheck(ObjectStore store, LogDirectory log, Findings findings) {
        this.store = store;
        this.log = log;
        this.findings = findings;
    }

    void run() {
        byte[] bytes;
        try {
            bytes = store.read(LogNames.LAST_CHECKPOINT);
        } catch (ObjectNotFoundException e) {
            return; // nobody has to write it
        }
        LastCheckpoint hint = LastCheckpoint.parse(bytes).orElse(null);
        if (hint == null) {
            findings.add(
                    FindingKind.HINT_UNREADABLE, Place.of(LogNames.LAST_CHECKPOINT), Facts.of("size", bytes.length));
            return;
        }
        if (hint.unknown().values().stream()
                .anyMatch(json -> CHECKSUM.matcher(json).matches())) {
            wrong(hint, Facts.of("reason", "its checksum is under another name"));
        }
        List<CheckpointFiles> named = log.listing().checkpoints().stream()
                .filter(c -> c.version() == hint.version())
                .toList();
        if (named.isEmpty()) {
            wrong(hint, Facts.of("reason", "there is no complete checkpoint of this version"));
            return;
        }
        Integer parts = hint.parts();
        int expected = parts == null ? 1 : parts;
        if (named.stream().noneMatch(c -> c.objects().size() == expected)) {
            wrong(hint, Facts.of("parts", parts, "reason", "the checkpoint has another number of parts"));
        }
        Long size = hint.sizeInBytes();
        // Of a checkpoint with sidecars writers count these too, or not
        if (size != null && named.stream().noneMatch(c -> c.uuidNamed() || c.sizeBytes() <= size)) {
            wrong(hint, Facts.of("reason", "the checkpoint is longer", "sizeInBytes", size));
        }
    }

    private void wrong(LastCheckpoint hint, Facts facts) {
        findings.add(FindingKind.HINT_WRONG, Place.of(hint.version(), LogNames.LAST_CHECKPOINT), facts);
    }
}
