package io.weir.sink;

import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import org.jspecify.annotations.Nullable;

/**
 * A file of an epoch is gone, so the epoch cannot be committed as it was written. Nothing was committed: read its rows from the source again,
 * and write them anew.
 */
public final class EpochFilesLostException extends TableException {
    private static final long serialVersionUID = 1;

    EpochFilesLostException(Epoch epoch, @Nullable String file, Facts facts) {
        super(
                "A file of an epoch that is not in the table yet is gone or is another one, perhaps because vacuum removed it; nothing was"
                        + " committed, write the epoch anew from its source",
                Facts.of("appId", epoch.appId(), "epoch", epoch.number(), "file", file)
                        .and(facts));
    }
}
