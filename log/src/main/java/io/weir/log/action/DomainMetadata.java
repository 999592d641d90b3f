package io.weir.log.action;

import java.util.Map;

/**
 * A setting of a feature or an application, by the name of its domain. (PROTOCOL.md, "Domain Metadata")
 *
 * @param configuration the domain's own text
 * @param removed true if the domain is taken away
 * @param unknown members that are not known here, name to JSON
 */
public record DomainMetadata(String domain, String configuration, boolean removed, Map<String, String> unknown)
        implements Action {
    public DomainMetadata {
        unknown = StringMap.copyOfRaw(unknown);
    }

    public DomainMetadata(String domain, String configuration, boolean removed) {
        this(domain, configuration, removed, Map.of());
    }

    /** Does the domain belong to a table feature, so that users may not write it? */
    public boolean isSystemControlled() {
        return domain.startsWith("delta.");
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.domainMetadata(this);
    }
}
