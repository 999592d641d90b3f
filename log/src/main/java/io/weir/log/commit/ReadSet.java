package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.RemoveFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a transaction looked at before it decided what to write; what others did to exactly that must not go unnoticed.
 * Immutable.
 */
public final class ReadSet {
    /** Of a transaction that looked at no rows: a blind append. */
    public static final ReadSet NOTHING = new Builder().build();

    private final boolean wholeTable;
    private final List<Predicate<AddFile>> predicates;
    private final Set<String> paths;
    private final Set<String> appIds;
    private final Set<String> guardedAppIds;
    private final boolean rowByRow;

    private ReadSet(Builder builder) {
        wholeTable = builder.wholeTable;
        predicates = List.copyOf(builder.predicates);
        paths = Set.copyOf(builder.paths);
        appIds = Set.copyOf(builder.appIds);
        guardedAppIds = Set.copyOf(builder.guardedAppIds);
        rowByRow = builder.rowByRow;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Were no rows looked at? */
    public boolean readsNoRows() {
        return !wholeTable && predicates.isEmpty() && paths.isEmpty();
    }

    /** Does a transaction that read this and writes that only add rows, without having looked at any? */
    public boolean isBlindAppend(Collection<? extends Action> actions) {
        return readsNoRows()
                && actions.stream()
                        .noneMatch(a -> a instanceof RemoveFile
                                || a instanceof AddCdcFile
                                || a instanceof AddFile add && !add.dataChange());
    }

    /** Would the transaction have looked at this file, had it been there? */
    boolean couldRead(AddFile add) {
        return wholeTable || predicates.stream().anyMatch(p -> p.test(add));
    }

    /** Did the transaction look at the file of this canonical path? */
    boolean hasRead(String path) {
        return wholeTable || paths.contains(path);
    }

    /** Does what becomes of a row depend on that row alone? Then it does not matter which of the others are gone. */
    boolean isRowByRow() {
        return rowByRow;
    }

    boolean hasReadTransaction(String appId) {
        return appIds.contains(appId);
    }

    boolean guards(String appId) {
        return guardedAppIds.contains(appId);
    }

    /** One thread at a time. */
    public static final class Builder {
        private boolean wholeTable;
        private final List<Predicate<AddFile>> predicates = new ArrayList<>();
        private final Set<String> paths = new HashSet<>();
        private final Set<String> appIds = new HashSet<>();
        private final Set<String> guardedAppIds = new HashSet<>();
        private boolean rowByRow;

        private Builder() {}

        /** All rows were looked at. */
        public Builder wholeTable() {
            wholeTable = true;
            return this;
        }

        /**
         * The rows of some condition were looked at.
         *
         * @param couldMatch may a file hold such rows? By its partition values and statistics; true when in doubt. Pure
         */
        public Builder matching(Predicate<AddFile> couldMatch) {
            predicates.add(couldMatch);
            return this;
        }

        /** This file was looked at. */
        public Builder file(AddFile file) {
            paths.add(DataPath.canonical(file.path()));
            return this;
        }

        /** How far this application has come was looked at. */
        public Builder transaction(String appId) {
            appIds.add(appId);
            return this;
        }

        /**
         * A {@link Guard} looks at how far this application has come each time before a commit is attempted, so that
         * a concurrent step of it is no conflict by itself.
         */
        public Builder guarded(String appId) {
            guardedAppIds.add(appId);
            return this;
        }

        /**
         * What becomes of a row depends on that row alone, as in a delete or an update: that others delete other rows of a
         * file that was looked at changes nothing.
         */
        public Builder rowByRow() {
            rowByRow = true;
            return this;
        }

        public ReadSet build() {
            return new ReadSet(this);
        }
    }
}
