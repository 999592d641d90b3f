package io.weir.compaction.check;

import static io.weir.compaction.check.Severity.ERROR;
import static io.weir.compaction.check.Severity.NOTE;
import static io.weir.compaction.check.Severity.WARNING;

import java.util.Locale;

/** What can be found wrong with a table. */
public enum FindingKind {
    NO_TABLE(ERROR, "There is no log here", "Check the address; if it is right, restore _delta_log from a backup"),
    LOG_GAP(
            ERROR,
            "Commits are missing, so that the versions behind them cannot be read",
            "Restore the commits from a backup"),
    LOG_GAP_BEFORE_CHECKPOINT(
            WARNING,
            "Commits are missing before a checkpoint; the versions between cannot be travelled to",
            "Restore the commits from a backup, or let log clean-up remove what is before the checkpoint"),
    COMMIT_UNREADABLE(
            ERROR,
            "A line of a commit is no action",
            "Restore the commit from a backup; a checkpoint of a later version makes later versions readable"),
    COMMIT_EMPTY(
            ERROR,
            "A commit has no action at all; it was cut short or never written",
            "Restore the commit from a backup"),
    COMMIT_CONTRADICTS_ITSELF(
            ERROR,
            "Two actions of one commit contradict each other, and readers differ in what they make of it",
            "Find out which writer made it; write the table anew from a version before it if rows are wrong"),
    COMMIT_ALTERED(
            ERROR,
            "A commit is not as its writer left it: its checksum is another",
            "Restore the commit from a backup"),
    COMMIT_METRICS_DIFFER(
            WARNING,
            "A commit has other actions than it says of itself",
            "Compare it with a backup: lines may have been lost"),
    COMMIT_INFO_MISPLACED(
            WARNING,
            "The table has in-commit timestamps and a commit does not begin with one",
            "Readers may fail to travel by time; nothing repairs a commit"),
    TIMESTAMP_NOT_INCREASING(
            WARNING,
            "A commit has an in-commit timestamp that is not after the one before",
            "Travelling by time may find another version than expected; nothing repairs a commit"),
    FILE_ADDED_AGAIN(
            WARNING,
            "A file is added that is in the table already, as if its rows were new",
            "Readers see it once; a stream of the table gives its rows twice"),
    FILE_REMOVED_WITHOUT_ADD(NOTE, "A file is removed that is not in the table", "Nothing; readers pass it over"),
    PROTOCOL_MISSING(ERROR, "The log has no protocol", "Restore the first commits or a checkpoint from a backup"),
    METADATA_MISSING(ERROR, "The log has no metadata", "Restore the first commits or a checkpoint from a backup"),
    STATE_UNREADABLE(
            ERROR,
            "The log makes no table that can be read",
            "Restore the log from a backup, or read a version before this one"),
    NOT_CHECKED(
            NOTE,
            "The table has a feature that Weir does not know; what depends on it was not checked",
            "Check with an implementation that has the feature"),
    STRAY_LOG_FILE(NOTE, "A file in the log has a name that says nothing", "Nothing; readers pass it over"),

    CHECKPOINT_UNREADABLE(
            ERROR,
            "A checkpoint cannot be read",
            "--repair writes a checkpoint of a later version; delete this one when the log before it is complete"),
    CHECKPOINT_INCOMPLETE(
            WARNING,
            "A checkpoint lacks parts; readers pass it over",
            "Nothing, if the commits are there; else restore the parts from a backup"),
    CHECKPOINT_DIFFERS(
            ERROR,
            "A checkpoint is not what the commits before it make",
            "--repair writes a checkpoint of a new version from the commits; delete this one then"),
    CHECKPOINT_STATISTICS_DIFFER(
            WARNING,
            "A checkpoint has other statistics of a file than its commit",
            "--repair writes a checkpoint of a new version from the commits"),
    SIDECAR_MISSING(
            ERROR,
            "A part of a checkpoint is gone",
            "Restore the sidecar from a backup, or --repair to write a new checkpoint if the commits are there"),
    SIDECAR_UNREFERENCED(NOTE, "Parts of checkpoints that no checkpoint names", "Log clean-up removes them"),
    OLD_CHECKPOINT_DAMAGED(
            WARNING,
            "A checkpoint is damaged that a newer one replaces; travelling to versions between the two may fail, or be wrong",
            "Delete it if the commits before it are there; log clean-up removes it in time"),
    HINT_UNREADABLE(
            WARNING,
            "_last_checkpoint cannot be read, or was altered; readers list the whole log",
            "--repair writes it anew with a new checkpoint"),
    HINT_WRONG(
            WARNING,
            "_last_checkpoint does not fit the checkpoint that it speaks of",
            "--repair writes it anew with a new checkpoint"),

    CHECKSUM_UNREADABLE(WARNING, "A version checksum cannot be read", "Nothing; readers do without it"),
    CHECKSUM_DIFFERS(
            ERROR,
            "The log does not make what the version checksum says",
            "Find out which of the two is right: compare the commits before this version with a backup"),
    OLD_CHECKSUM_DIFFERS(
            WARNING,
            "A version checksum says what the log does not make, but a later one agrees with the log",
            "Nothing; the checksum itself was altered, or the table was repaired since"),

    DATA_FILE_MISSING(
            ERROR,
            "A data file is gone",
            "Restore it from a backup; or --repair removes it from the table, and its rows with it"),
    OLD_DATA_FILE_MISSING(
            WARNING,
            "A data file is gone that older versions need; they cannot be read in full",
            "Nothing, if it was vacuumed on purpose; else restore it from a backup"),
    OLD_DATA_FILE_SIZE(
            WARNING,
            "A data file that only older versions need has another length than the log says; they cannot be read in full",
            "Restore it from a backup"),
    DATA_FILE_SIZE(
            ERROR,
            "A data file has another length than the log says",
            "Restore it from a backup; or --repair removes it from the table, and its rows with it"),
    DATA_FILE_UNREADABLE(
            ERROR,
            "A data file cannot be read",
            "Restore it from a backup; or --repair removes it from the table, and its rows with it"),
    ROW_COUNT_DIFFERS(
            ERROR,
            "A data file has another number of rows than its statistics say",
            "--repair writes statistics anew; compare the file with a backup if its rows matter"),
    STATISTICS_WRONG(
            ERROR,
            "Statistics of a file leave out rows that it has; queries may miss them",
            "--repair writes statistics anew"),
    STATISTICS_LOOSE(
            WARNING,
            "Statistics of a file are wider than its rows, although they are said to be tight",
            "--repair writes statistics anew"),
    STATISTICS_UNREADABLE(WARNING, "Statistics of a file are no JSON object", "--repair writes statistics anew"),
    FOOTER_STATISTICS_WRONG(
            ERROR,
            "What a Parquet file says of its rows leaves out rows that it has; queries may miss them",
            "Restore it from a backup; or write its rows anew"),
    PARTITION_VALUE_INVALID(
            ERROR,
            "A partition value is none of the column's type",
            "Restore the commit from a backup, or remove the file and add its rows anew"),
    PARTITION_PATH_DIFFERS(
            WARNING,
            "A file lies in the directory of another partition than the log says",
            "The log counts; compare the commit with a backup"),
    COLUMN_MISSING(
            NOTE,
            "A file lacks a column of the table, which is null in its rows",
            "Nothing, if the column was added later"),
    COLUMN_TYPE_DIFFERS(
            ERROR,
            "A column of a file has a type that does not become the table's",
            "Restore the file or the commit that changed the schema from a backup"),
    NULL_IN_REQUIRED_COLUMN(ERROR, "A column that may not be null has nulls", "Remove the rows, or allow nulls"),
    DELETION_VECTOR_MISSING(
            ERROR,
            "A file of deletion vectors is gone; which rows of its data file are deleted is not known",
            "Restore it from a backup; or --repair removes the data file from the table, and its rows with it"),
    DELETION_VECTOR_UNREADABLE(
            ERROR,
            "A deletion vector cannot be read; which rows of its data file are deleted is not known",
            "Restore it from a backup; or --repair removes the data file from the table, and its rows with it"),
    DELETION_VECTOR_DIFFERS(
            ERROR,
            "A deletion vector does not fit its data file or what the log says of it",
            "Restore it from a backup; or --repair removes the data file from the table, and its rows with it"),
    OLD_DELETION_VECTOR_UNREADABLE(
            WARNING,
            "A deletion vector that only older versions need cannot be read; they cannot be read in full",
            "Restore it from a backup"),
    CHANGE_FILE_MISSING(
            WARNING,
            "A file of changed rows is gone; the changes of its version cannot be read",
            "Nothing, if it was vacuumed on purpose; else restore it from a backup"),
    UNREFERENCED_FILES(
            NOTE,
            "Files that no version of the table names: of writers that are at work, or that stopped",
            "Vacuum removes them");

    private final Severity severity;
    private final String sentence;
    private final String advice;

    FindingKind(Severity severity, String sentence, String advice) {
        this.severity = severity;
        this.sentence = sentence;
        this.advice = advice;
    }

    public Severity severity() {
        return severity;
    }

    /** What is wrong. */
    public String sentence() {
        return sentence;
    }

    /** What a person can do about it. */
    public String advice() {
        return advice;
    }

    /** As it is printed: {@code data-file-missing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
