package io.weir.suite.simulation;

import io.weir.log.Snapshot;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.Conflict;
import io.weir.log.commit.Guard;
import io.weir.log.commit.IsolationLevel;
import io.weir.storage.ObjectStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** The mistakes that are planted, each as code that becomes part of one method. */
@SuppressWarnings("UnusedAssignment") // what is assigned is what the method returns
public final class WrongRules {
    private WrongRules() {}

    static final class NothingConflicts {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Conflict> found) {
            found = Optional.empty();
        }
    }

    static final class TheRowBefore {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) long row) {
            row = Math.max(0, row - 1);
        }
    }

    static final class OnlyTheLastWinnerIsCompared {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 1, readOnly = false) List<Commit> theirs) {
            theirs = theirs.subList(theirs.size() - 1, theirs.size());
        }
    }

    static final class ChangesOfMetadataAreForgiven {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Conflict> found) {
            if (found.isPresent() && found.get().kind() == Conflict.Kind.METADATA_CHANGED) {
                found = Optional.empty();
            }
        }
    }

    static final class NewRowsAreForgiven {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Conflict> found) {
            if (found.isPresent() && found.get().kind() == Conflict.Kind.CONCURRENT_APPEND) {
                found = Optional.empty();
            }
        }
    }

    static final class RemovedFilesAreForgiven {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Optional<Conflict> found) {
            if (found.isPresent()
                    && (found.get().kind() == Conflict.Kind.CONCURRENT_DELETE_READ
                            || found.get().kind() == Conflict.Kind.CONCURRENT_DELETE_DELETE)) {
                found = Optional.empty();
            }
        }
    }

    static final class GuardsAlwaysAgree {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Guard.Verdict verdict) {
            verdict = Guard.Verdict.OK;
        }
    }

    static final class NobodyIsFenced {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Guard.Verdict verdict) {
            if (verdict == Guard.Verdict.FENCED) {
                verdict = Guard.Verdict.OK;
            }
        }
    }

    static final class Nameless {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable String txnId) {
            txnId = null;
        }
    }

    static final class WhatHasNoAnswerIsIn {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static CommitOutcome enter(@Advice.Argument(1) CommitAttempt attempt) {
            return new CommitOutcome.Committed(attempt.version());
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter CommitOutcome wrong, @Advice.Return(readOnly = false) CommitOutcome outcome) {
            outcome = wrong;
        }
    }

    static final class LooksThenPuts {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static CommitOutcome enter(@Advice.Argument(0) ObjectStore store, @Advice.Argument(1) CommitAttempt attempt) {
            if (store.exists(attempt.fileName())) {
                return new CommitOutcome.Lost(attempt.version());
            }
            store.put(attempt.fileName(), attempt.toBytes());
            return new CommitOutcome.Committed(attempt.version());
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter CommitOutcome wrong, @Advice.Return(readOnly = false) CommitOutcome outcome) {
            outcome = wrong;
        }
    }

    static final class WhatIsKnownIsNewest {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static @Nullable Snapshot enter(@Advice.FieldValue("newest") AtomicReference<@Nullable Snapshot> newest) {
            return newest.get();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter @Nullable Snapshot known, @Advice.Return(readOnly = false) Snapshot latest) {
            if (known != null) {
                latest = known;
            }
        }
    }

    static final class No {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = false;
        }
    }

    static final class Yes {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = true;
        }
    }

    /** Of methods that return themselves. */
    static final class NotDone {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Object self,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result) {
            result = self;
        }
    }

    /** Of methods of whoever commits several transactions together. */
    static final class NotForSeveral {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.FieldValue("members") List<?> members) {
            return members.size() > 1;
        }
    }

    static final class NobodyIsNamed {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) String json) {
            json = "[]";
        }
    }

    /** Of a restore. */
    static final class ThoseOfNow {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("latest") Snapshot latest, @Advice.Return(readOnly = false) Metadata restored) {
            restored = latest.metadata();
        }
    }

    /** Of sets of files that come back or go. */
    static final class AllButTheFirst {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) List<?> files) {
            if (files.size() > 1) {
                files = files.subList(1, files.size());
            }
        }
    }

    static final class LeftOut {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }
    }

    static final class NoneOfThem {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Map<?, ?> all) {
            all = Map.of();
        }
    }

    static final class LongAgo {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) LongSupplier millis) {
            millis = WrongRules.LONG_AGO;
        }
    }

    /** Public, as what is planted in other classes has to see it. */
    public static final LongSupplier LONG_AGO = () -> 0;

    static final class Nothing {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) @Nullable Object result) {
            result = null;
        }
    }

    static final class OnlyTheNewOnes {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(0) Object other,
                @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result) {
            result = other;
        }
    }

    static final class MinusOne {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long number) {
            number = -1;
        }
    }

    static final class OneMore {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long number) {
            number = number + 1;
        }
    }

    static final class TrueIsMeant {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 0, readOnly = false) boolean given) {
            given = true;
        }
    }

    static final class AllButTheLast {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) int[] rows) {
            if (rows.length > 1) {
                rows = Arrays.copyOf(rows, rows.length - 1);
            }
        }
    }

    static final class NeverSerializable {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) IsolationLevel level) {
            level = IsolationLevel.WRITE_SERIALIZABLE;
        }
    }
}
