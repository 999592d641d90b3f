package io.weir.suite.simulation;

import java.util.List;
import java.util.stream.Stream;

/**
 * A mistake that somebody could make in Weir. Immutable.
 *
 * @param name what is wrong, in words
 * @param type the class it is in
 * @param method every method of this name has it
 * @param rule class with the code that becomes part of the method
 */
record PlantedBug(String name, String type, String method, String rule) {
    private static final String LOG = "io.weir.log.";
    private static final String COMMIT = "io.weir.log.commit.";
    private static final String COMPACTION = "io.weir.compaction.";
    private static final String TABLE = "io.weir.table.";

    private static PlantedBug of(String name, String type, String method, Class<?> rule) {
        return new PlantedBug(name, type, method, rule.getName());
    }

    /** Of which few seeds are enough. */
    static List<PlantedBug> common() {
        return List.of(
                of(
                        "commits of others are not compared",
                        COMMIT + "ConflictRules",
                        "check",
                        WrongRules.NothingConflicts.class),
                of(
                        "rows added meanwhile are no conflict",
                        COMMIT + "ConflictRules",
                        "check",
                        WrongRules.NewRowsAreForgiven.class),
                of("guards are not looked at", COMMIT + "Guard", "check", WrongRules.GuardsAlwaysAgree.class),
                of("a commit does not recognise itself", COMMIT + "Commit", "txnId", WrongRules.Nameless.class),
                of(
                        "a lost answer is taken for a yes",
                        COMMIT + "CommitWriter",
                        "lookup",
                        WrongRules.WhatHasNoAnswerIsIn.class),
                of(
                        "a version is looked for and then put",
                        COMMIT + "CommitWriter",
                        "attempt",
                        WrongRules.LooksThenPuts.class),
                of(
                        "the newest version is the one in memory",
                        LOG + "DeltaLog",
                        "latest",
                        WrongRules.WhatIsKnownIsNewest.class),
                of(
                        "checkpoints forget how far streams are",
                        LOG + "state.TableState",
                        "transactions",
                        WrongRules.NoneOfThem.class),
                of(
                        "in-commit timestamps follow the clock",
                        COMMIT + "CommitBase",
                        "commitMillis",
                        WrongRules.LongAgo.class),
                of(
                        "deletion vectors are not applied",
                        TABLE + "scan.PlannedFiles",
                        "excluded",
                        WrongRules.Nothing.class),
                of("row ids are given again", COMMIT + "RowIds", "mark", WrongRules.MinusOne.class),
                of(
                        "a writer that is closed deletes what it handed over",
                        TABLE + "data.DataFileWriter",
                        "forget",
                        WrongRules.LeftOut.class),
                of(
                        "a file with rows that match is passed over",
                        LOG + "state.FilePruning",
                        "keep",
                        WrongRules.AllButTheLast.class),
                of(
                        "guards of those who share a version are not looked at",
                        TABLE + "commit.GroupCommit",
                        "checkGuards",
                        WrongRules.NotForSeveral.class),
                of(
                        "a group does not say who is in it",
                        TABLE + "commit.GroupDraft",
                        "list",
                        WrongRules.NobodyIsNamed.class),
                of(
                        "a restore leaves the columns as they are",
                        TABLE + "life.Restore",
                        "metadata",
                        WrongRules.ThoseOfNow.class),
                of(
                        "rows deleted during a compaction are taken out of the wrong places",
                        COMPACTION + "optimize.MovedRows",
                        "takeOut",
                        WrongRules.TheRowBefore.class),
                of(
                        "compaction says that it changes rows",
                        LOG + "action.AddFile$Builder",
                        "dataChange",
                        WrongRules.TrueIsMeant.class));
    }

    /** That need a coincidence. */
    static List<PlantedBug> rare() {
        return List.of(
                of(
                        "only the last of several winners is compared",
                        COMMIT + "ConflictRules",
                        "check",
                        WrongRules.OnlyTheLastWinnerIsCompared.class),
                of(
                        "changes of the schema are no conflict",
                        COMMIT + "ConflictRules",
                        "check",
                        WrongRules.ChangesOfMetadataAreForgiven.class),
                of(
                        "files removed meanwhile are no conflict",
                        COMMIT + "ConflictRules",
                        "check",
                        WrongRules.RemovedFilesAreForgiven.class),
                of("a zombie is not fenced", COMMIT + "Guard", "check", WrongRules.NobodyIsFenced.class),
                of(
                        "files of an uncertain commit are deleted",
                        TABLE + "commit.GroupCommit",
                        "mayBeNamed",
                        WrongRules.No.class),
                of(
                        "an overwrite does not say that it read everything",
                        TABLE + "commit.Transaction",
                        "readsAll",
                        WrongRules.NotDone.class),
                of(
                        "deleted rows come back with the next vector",
                        TABLE + "deletion.DeletionVector",
                        "union",
                        WrongRules.OnlyTheNewOnes.class),
                of(
                        "every table is only write-serializable",
                        COMMIT + "IsolationLevel",
                        "of",
                        WrongRules.NeverSerializable.class),
                of("everything says that it read nothing", COMMIT + "ReadSet", "isBlindAppend", WrongRules.Yes.class),
                of(
                        "who shares a version is not compared",
                        TABLE + "commit.GroupCommit",
                        "compare",
                        WrongRules.NotForSeveral.class),
                of(
                        "a restore passes over a file",
                        TABLE + "life.Restore",
                        "missingIn",
                        WrongRules.AllButTheFirst.class),
                of("removed files are not remembered", LOG + "state.Tombstones", "forEach", WrongRules.LeftOut.class),
                of("vacuum finds nothing in use", COMPACTION + "retention.FilesInUse", "contains", WrongRules.No.class),
                of(
                        "clean-up goes one version too far",
                        COMPACTION + "retention.LogCleanupPlan",
                        "newestBase",
                        WrongRules.OneMore.class));
    }

    static List<PlantedBug> all() {
        return Stream.concat(common().stream(), rare().stream()).toList();
    }

    /**
     * Runs seeds until one finds the bug.
     *
     * @param limit how many seeds to try at most
     * @return how many seeds it took and, behind a colon, the first line of what was found; empty if nothing was
     */
    String hunt(int limit) {
        try {
            Class<?> simulate = new MutatedClasses(this).loadClass(Simulate.class.getName());
            var method = simulate.getDeclaredMethod("firstFailure", long.class, int.class);
            method.setAccessible(true);
            return (String) method.invoke(null, 1L, limit);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The bug cannot be planted {bug=" + name + "}", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
