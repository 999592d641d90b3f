package io.weir.suite.killed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What maintenance has made of a table when there is nothing left to do. Immutable.
 *
 * @param rows of the newest version
 * @param files of the newest version
 * @param versions of those that were there before: their rows, if they can be read
 * @param changes for consumers
 * @param left of the files that were there before
 * @param findings of the verifier, by their kinds
 */
record Outcome(
        String rows,
        int files,
        Map<Long, String> versions,
        Map<String, String> changes,
        Set<String> left,
        Set<String> findings) {
    /** One for each thing, for who looks for a difference. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("rows " + rows, "files " + files));
        versions.forEach((version, theirs) -> lines.add("version " + version + ": " + theirs));
        changes.forEach((consumer, theirs) -> lines.add("changes of " + consumer + ": " + theirs));
        left.forEach(file -> lines.add("file " + file));
        findings.forEach(finding -> lines.add("finding " + finding));
        return lines;
    }
}
