package io.weir.log.action;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Between actions and the lines of a commit, one JSON object a line. Pure functions.
 *
 * <p>Reading is strict where a mistake would make wrong rows: a line cut short, text that is not JSON, a member of the
 * wrong type or a missing path fail the whole commit, so that it is never applied in part. It is lenient where nothing
 * can go wrong: blank lines, either kind of line end, a missing last one, unknown members (kept), unknown actions (kept),
 * members given twice (the last counts). (PROTOCOL.md, "Delta Log Entries", "Actions")
 */
public final class ActionCodec {
    private ActionCodec() {}

    /**
     * The actions of a commit in the order of its lines.
     *
     * @param file the commit's file, for messages
     * @param version of the commit, for messages
     * @throws CorruptTableException with file, line, reason and version
     */
    public static List<Action> readCommit(byte[] commit, String file, long version) {
        List<Action> actions = new ArrayList<>();
        readCommit(commit, file, version, actions::add);
        return actions;
    }

    /**
     * Gives each action of a commit to {@code each} as it is read; if this fails, what was given must not be used. A commit that
     * states a checksum of itself ({@link CommitSeal}) must have it.
     */
    public static void readCommit(byte[] commit, String file, long version, Consumer<? super Action> each) {
        read(commit, file, version, each); // first, for it names the line
        CommitSeal.requireIntact(commit, file, version);
    }

    /** The same for lines that are no commit, or not all of one. */
    public static void read(byte[] lines, String file, long version, Consumer<? super Action> each) {
        JsonInput in = JsonInput.of(lines);
        int lastLine = 0;
        try {
            while (in.nextObject()) {
                int line = in.line();
                if (line == lastLine) {
                    throw in.wrong("a second value follows on the same line");
                }
                line(in, each);
                if (in.line() != line) {
                    throw in.wrong("an action goes over more than one line");
                }
                lastLine = line;
            }
        } catch (JsonFormatException e) {
            throw corrupt(file, version, e.line(), e.reason(), e);
        } catch (IllegalArgumentException e) {
            throw corrupt(file, version, lastLine + 1, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The first action of a commit if it is a {@link CommitInfo}; reads no further. Empty if it is something else.
     *
     * @throws CorruptTableException if the first line is not JSON
     */
    public static Optional<CommitInfo> firstCommitInfo(byte[] head, String file, long version) {
        JsonInput in = JsonInput.of(head);
        try {
            if (in.nextObject() && "commitInfo".equals(in.nextName()) && in.enterObjectOrNull()) {
                return Optional.of(ActionReader.commitInfo(in));
            }
            return Optional.empty();
        } catch (JsonFormatException e) {
            throw corrupt(file, version, e.line(), e.reason(), e);
        }
    }

    /** The actions as lines, each ended by a line feed. */
    public static byte[] write(Iterable<? extends Action> actions) {
        JsonOutput out = new JsonOutput(8192);
        for (Action action : actions) {
            write(out, action);
        }
        return out.toBytes();
    }

    /** Adds one action as a line. */
    public static void write(JsonOutput out, Action action) {
        action.handle(new ActionWriter(out));
        out.newLine();
    }

    private static void line(JsonInput in, Consumer<? super Action> each) {
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            Action action = ActionReader.action(in, name);
            if (action != null) {
                each.accept(action);
            }
        }
    }

    private static CorruptTableException corrupt(String file, long version, int line, String reason, Exception cause) {
        return new CorruptTableException(
                "A commit cannot be read",
                Facts.of("file", file, "line", line, "reason", reason).and("version", version),
                cause);
    }
}
