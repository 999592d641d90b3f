package io.weir.table.alter;

import io.weir.log.action.DomainMetadata;
import io.weir.log.error.Facts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings that an application keeps with the table, by the name of its domain. (PROTOCOL.md, "Domain Metadata") */
public final class DomainChanges {
    private DomainChanges() {}

    /** @param configuration the domain's own text; null takes the domain away */
    public static TableChange set(String domain, @Nullable String configuration) {
        return new SetDomain(domain, configuration);
    }

    private record SetDomain(String domain, @Nullable String configuration) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            DomainMetadata known = draft.currentDomain(domain);
            DomainMetadata wanted = configuration != null
                    ? new DomainMetadata(domain, configuration, false)
                    : new DomainMetadata(domain, known == null ? "" : known.configuration(), true);
            if (wanted.isSystemControlled()) {
                throw draft.refused(
                        "Domains that begin with 'delta.' belong to features of the table; choose another name",
                        Facts.of("domain", domain));
            }
            boolean gone = wanted.removed() && known == null;
            if (!gone && !wanted.equals(known)) {
                draft.domain(wanted);
            }
        }

        @Override
        public String operation() {
            return "SET DOMAIN METADATA";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of("domain", domain, "removed", Boolean.toString(configuration == null));
        }
    }
}
