package io.weir.compaction.optimize;

/**
 * How far an optimization is.
 *
 * @param groupsDone groups that were written again, whether or not they are committed yet
 * @param bytesDone of the files that are written again; where rows are sorted, a file counts half when it was read
 * @param bytes of all files of the plan
 * @param committed what is in the table
 */
public record OptimizeProgress(int groupsDone, int groups, long bytesDone, long bytes, OptimizeResult committed) {}
