package io.weir.log.action;

/**
 * One line of the log. Immutable.
 *
 * <p>What the protocol does not name inside an action is kept as JSON text in {@code unknown}, and written back.
 */
public sealed interface Action
        permits AddFile,
                RemoveFile,
                Metadata,
                Protocol,
                SetTransaction,
                CommitInfo,
                DomainMetadata,
                AddCdcFile,
                CheckpointMetadata,
                Sidecar,
                UnknownAction {

    /** Calls the one method of the handler that is for this kind. */
    <R> R handle(Handler<R> handler);

    /** An answer for every kind of action; a new kind does not compile until every handler has one. */
    interface Handler<R> {
        R add(AddFile add);

        R remove(RemoveFile remove);

        R metadata(Metadata metadata);

        R protocol(Protocol protocol);

        R transaction(SetTransaction transaction);

        R commitInfo(CommitInfo commitInfo);

        R domainMetadata(DomainMetadata domainMetadata);

        R cdc(AddCdcFile cdc);

        R checkpointMetadata(CheckpointMetadata checkpointMetadata);

        R sidecar(Sidecar sidecar);

        R unknown(UnknownAction unknown);
    }
}
