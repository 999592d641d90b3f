package io.weir.log.action;

import io.weir.format.json.JsonOutput;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A commit's checksum of itself. The protocol has none: a commit that was altered and is still JSON, or was cut behind a line, reads as
 * another commit. Ours say in the last member of their {@code commitInfo} what the CRC-32C of the whole file is, its own eight digits
 * taken as zeros. {@code commitInfo} is free JSON, so other readers pass it by. Pure functions. (PROTOCOL.md, "Commit Provenance
 * Information")
 */
public final class CommitSeal {
    private static final String MEMBER = "weir.crc32c";
    private static final byte[] OPEN = ("\"" + MEMBER + "\":\"").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_DIGITS = "00000000".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "\"}}".getBytes(StandardCharsets.US_ASCII);

    private CommitSeal() {}

    /**
     * The bytes of a commit with its checksum, one action a line.
     *
     * @param actions a {@link CommitInfo} first; a commit that begins with anything else gets no checksum
     */
    public static byte[] write(List<? extends Action> actions) {
        if (actions.isEmpty() || !(actions.get(0) instanceof CommitInfo info)) {
            return ActionCodec.write(actions);
        }
        Map<String, String> members = new LinkedHashMap<>(info.members());
        members.remove(MEMBER);
        members.put(MEMBER, JsonOutput.quote(new String(NO_DIGITS, StandardCharsets.US_ASCII)));
        List<Action> sealed = new ArrayList<>(actions);
        sealed.set(0, CommitInfo.of(members));
        byte[] commit = ActionCodec.write(sealed);
        int at = digits(commit);
        byte[] digits = hex(crc(commit, at));
        System.arraycopy(digits, 0, commit, at, digits.length);
        return commit;
    }

    /** Is this commit as it was written, as far as it can tell? One that has no checksum cannot. */
    public static boolean isIntact(byte[] commit) {
        int at = digits(commit);
        return at < 0
                || new String(commit, at, NO_DIGITS.length, StandardCharsets.ISO_8859_1)
                        .equals(new String(hex(crc(commit, at)), StandardCharsets.US_ASCII));
    }

    /** @throws CorruptTableException unless {@link #isIntact} */
    static void requireIntact(byte[] commit, String file, long version) {
        if (!isIntact(commit)) {
            throw new CorruptTableException(
                    "A commit is not as it was written",
                    Facts.of("file", file, "reason", "it does not have the checksum that it states")
                            .and("version", version));
        }
    }

    /** Where the checksum's digits begin; negative if there are none. */
    private static int digits(byte[] commit) {
        int end = 0;
        while (end < commit.length && commit[end] != '\n') {
            end++;
        }
        int close = end - CLOSE.length;
        int at = close - NO_DIGITS.length;
        int open = at - OPEN.length;
        return open >= 0 && has(commit, open, OPEN) && has(commit, close, CLOSE) ? at : -1;
    }

    private static boolean has(byte[] bytes, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int crc(byte[] commit, int at) {
        CRC32C crc = new CRC32C();
        crc.update(commit, 0, at);
        crc.update(NO_DIGITS, 0, NO_DIGITS.length);
        int behind = at + NO_DIGITS.length;
        crc.update(commit, behind, commit.length - behind);
        return (int) crc.getValue();
    }

    private static byte[] hex(int crc) {
        return HexFormat.of().toHexDigits(crc).getBytes(StandardCharsets.US_ASCII);
    }
}
