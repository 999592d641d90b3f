package io.weir.table.alter;

import io.weir.format.json.JsonOutput;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.protocol.Enablement;
import io.weir.table.schema.TableProperties;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes of properties, of the comment, and of the protocol. */
public final class PropertyChanges {
    private static final String COMMENT = "comment";

    private PropertyChanges() {}

    /** Sets properties; those that only say which protocol is wanted are not kept. */
    public static TableChange set(Map<String, String> properties) {
        return new Set(TableProperties.checked(properties));
    }

    /** Says what the table is, for people. */
    public static TableChange comment(String text) {
        return new Set(Map.of(COMMENT, text));
    }

    /** @param ifExists pass over what is not set, rather than refuse it */
    public static TableChange unset(Collection<String> names, boolean ifExists) {
        return new Unset(TableProperties.spelled(names), ifExists);
    }

    /** Adds a feature, with what it requires. */
    public static TableChange addFeature(String name) {
        return new AddFeature(TableFeature.of(name)
                .orElseThrow(() -> new TableException("There is no such table feature", Facts.of("feature", name))));
    }

    /**
     * What the table counts for itself is not for anybody to set or take away: ids of columns and rows would be given out twice.
     *
     * @param value null to take it away
     */
    private static void requireOurs(TableDraft draft, String name, @Nullable String value) {
        boolean counted = name.equals(TableProperties.COLUMN_MAPPING_MAX_ID)
                || name.equals(Enablement.ROW_ID_COLUMN)
                || name.equals(Enablement.ROW_VERSION_COLUMN)
                || name.startsWith("delta.inCommitTimestampEnablement");
        if (counted && !Objects.equals(value, draft.metadata().property(name))) {
            throw draft.refused(
                    "The table keeps this property by itself; it cannot be set or taken away",
                    Facts.of("property", name));
        }
    }

    private record Set(Map<String, String> properties) implements TableChange {
        Set {
            properties = Map.copyOf(properties);
        }

        @Override
        public void applyTo(TableDraft draft) {
            properties.forEach((name, value) -> {
                if (TableProperties.isConstraint(name)) {
                    throw draft.refused(
                            "A constraint is not set as a property, because the rows that are there must be asked; add it as a constraint",
                            Facts.of("property", name));
                }
                requireOurs(draft, name, value);
                if (name.equals(COMMENT)) {
                    draft.metadata(
                            draft.metadata().toBuilder().description(value).build());
                } else if (TableProperties.isDirective(name)) {
                    draft.directive(name, value);
                } else {
                    draft.property(name, value);
                }
            });
        }

        @Override
        public String operation() {
            return "SET TBLPROPERTIES";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of("properties", ChangeText.map(new TreeMap<>(properties)));
        }
    }

    private record Unset(List<String> names, boolean ifExists) implements TableChange {
        Unset {
            names = List.copyOf(names);
        }

        @Override
        public void applyTo(TableDraft draft) {
            for (String name : names) {
                boolean comment = name.equals(COMMENT);
                boolean set = comment
                        ? draft.metadata().description() != null
                        : draft.metadata().configuration().containsKey(name);
                if (!set && !ifExists) {
                    throw draft.refused(
                            "The table does not have this property; with 'if exists' that is no error",
                            Facts.of(
                                    "properties",
                                    new TreeSet<>(
                                            draft.metadata().configuration().keySet()),
                                    "property",
                                    name));
                }
                requireOurs(draft, name, null);
                if (TableProperties.isConstraint(name)) {
                    throw draft.refused(
                            "A constraint is not taken away as a property; drop the constraint",
                            Facts.of("property", name));
                }
                if (comment) {
                    draft.metadata(
                            draft.metadata().toBuilder().description(null).build());
                } else {
                    draft.property(name, null);
                }
            }
        }

        @Override
        public String operation() {
            return "UNSET TBLPROPERTIES";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of("properties", ChangeText.list(names), "ifExists", Boolean.toString(ifExists));
        }
    }

    private record AddFeature(TableFeature feature) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            draft.directive("delta.feature." + feature.featureName(), "supported");
        }

        @Override
        public String operation() {
            return "UPGRADE PROTOCOL";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            Protocol protocol = draft.protocol();
            JsonOutput out = new JsonOutput()
                    .beginObject()
                    .member("minReaderVersion", protocol.minReaderVersion())
                    .member("minWriterVersion", protocol.minWriterVersion());
            if (protocol.minReaderVersion() >= Protocol.READER_FEATURES_VERSION) {
                out.member("readerFeatures", protocol.readerFeatures());
            }
            if (protocol.minWriterVersion() >= Protocol.WRITER_FEATURES_VERSION) {
                out.member("writerFeatures", protocol.writerFeatures());
            }
            return Map.of("newProtocol", out.endObject().toString());
        }
    }
}
