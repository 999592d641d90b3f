package io.weir.table.commit;

/**
 * What a commit added to the table.
 *
 * @param version the version that has it
 * @param files data files added. Small appends that are committed at the same moment share a file, and each counts it
 * @param rows rows added
 * @param bytes size of the files added
 */
public record CommitResult(long version, int files, long rows, long bytes) {}
