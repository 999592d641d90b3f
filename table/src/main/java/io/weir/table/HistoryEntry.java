package io.weir.table;

import io.weir.log.action.CommitInfo;
import java.time.Instant;

/**
 * One commit of a table's history.
 *
 * @param timestamp the commit's time as time travel sees it
 * @param info what the writer said of it; without members if it said nothing
 */
public record HistoryEntry(long version, Instant timestamp, CommitInfo info) {}
