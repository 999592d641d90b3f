package io.weir.compaction.check;

import io.weir.log.error.Facts;

/** Something that was found. Immutable. */
public record Finding(FindingKind kind, Place place, Facts facts) {
    public Severity severity() {
        return kind.severity();
    }

    /** What is wrong; always the same for the same kind. */
    public String sentence() {
        return kind.sentence();
    }

    /** What a person can do about it. */
    public String advice() {
        return kind.advice();
    }

    /** All that is known, the place included: names to values. */
    public Facts allFacts() {
        Facts all = facts;
        all = place.version() == null ? all : all.and("version", place.version());
        all = place.file() == null ? all : all.and("file", place.file());
        all = place.line() == null ? all : all.and("line", place.line());
        all = place.offset() == null ? all : all.and("offset", place.offset());
        all = place.column() == null ? all : all.and("column", place.column());
        return place.rowGroup() == null ? all : all.and("rowGroup", place.rowGroup());
    }

    @Override
    public String toString() {
        return severity().word() + " " + kind.code() + ": " + sentence() + " " + allFacts();
    }
}
