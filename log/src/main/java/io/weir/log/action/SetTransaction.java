package io.weir.log.action;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an application has come. The newest of an {@code appId} by the order of the log counts, not the largest.
 * (PROTOCOL.md, "Transaction Identifiers")
 *
 * @param lastUpdated milliseconds since the epoch; without it the action never expires
 * @param unknown members that are not known here, name to JSON
 */
public record SetTransaction(
        String appId, long version, @Nullable Long lastUpdated, Map<String, String> unknown) implements Action {
    public SetTransaction {
        unknown = StringMap.copyOfRaw(unknown);
    }

    public SetTransaction(String appId, long version, @Nullable Long lastUpdated) {
        this(appId, version, lastUpdated, Map.of());
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.transaction(this);
    }
}
