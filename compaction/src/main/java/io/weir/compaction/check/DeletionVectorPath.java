package io.weir.compaction.check;

import io.weir.log.action.DeletionVectorDescriptor;
import java.util.Optional;

/** Where deletion vectors are stored, as the log would spell it. Pure. */
final class DeletionVectorPath {
    private DeletionVectorPath() {}

    /** Empty if the vector is in the log itself, or what is said of it makes no sense. */
    static Optional<String> of(DeletionVectorDescriptor vector) {
        return vector.storageType().equals("p") ? Optional.of(vector.pathOrInlineDv()) : Optional.empty();
    }
}
