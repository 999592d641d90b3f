package io.weir.compaction.fold;

import io.weir.log.error.CommitConflictException;
import io.weir.table.Table;
import io.weir.table.TableUpkeep;
import io.weir.table.environment.TableEvents;

/** Folds small files behind the commits of tables that ask for it by {@code delta.autoOptimize.autoCompact}. */
public final class AutoFolding implements TableUpkeep {
    private static final System.Logger LOG = System.getLogger(AutoFolding.class.getName());

    @Override
    public Runnable of(Table table) {
        Folding folding = new Folding(table);
        return () -> work(table, folding);
    }

    /** What others were quicker with, or what failed, is for the next commit. */
    private static void work(Table table, Folding folding) {
        try {
            Folding.Outcome outcome;
            do {
                outcome = folding.fold();
            } while (outcome == Folding.Outcome.FOLDED);
        } catch (CommitConflictException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "Small files were changed by others meanwhile table=" + table.location());
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Small files could not be put together behind a commit cause=" + e + " table=" + table.location());
            table.environment()
                    .tell(new TableEvents.AfterCommitFailed(
                            table.location(), table.known().version(), "auto-compaction", e));
        }
    }
}
