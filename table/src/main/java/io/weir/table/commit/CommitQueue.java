package io.weir.table.commit;

import io.weir.log.action.SetTransaction;
import io.weir.log.commit.Ours;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The transactions of this process that wait to be committed to one table, in the order in which they came. Safe for many
 * threads.
 *
 * <p>One thread at a time leads: who comes when nobody does. He takes those who came while the one before him was at work, as far as they can share a
 * version, and appoints the next when he is done. So nobody waits for company, nobody is overtaken, and the more wait the more
 * go at once.
 *
 * <p>Only transactions that do nothing but add rows share a version. Whoever streams from the table and passes over versions
 * that change rows must not pass over new rows; whoever reads changes from change files would not see rows that have none; and a
 * rewrite never comes with new rows.
 */
final class CommitQueue {
    /** A log entry that says more takes long to read for everybody. */
    private static final int MAX_MEMBERS = 256;

    private static final int MAX_ACTIONS = 1000;

    // guarded by this
    private final Deque<Member> waiting = new ArrayDeque<>();
    private boolean led;

    /** @return does the caller lead now? Otherwise he awaits. */
    synchronized boolean join(Member member) {
        if (led) {
            waiting.add(member);
            return false;
        }
        led = true;
        return true;
    }

    /** Those that go together: the leader's and the next that wait, as far as they fit. */
    synchronized List<Member> take(Member leader) {
        List<Member> group = new ArrayList<>();
        group.add(leader);
        Company company = new Company(leader);
        while (!waiting.isEmpty() && group.size() < MAX_MEMBERS && company.joins(waiting.getFirst())) {
            group.add(waiting.removeFirst());
        }
        return group;
    }

    /** The leader is done. */
    synchronized void handOver() {
        Member next = waiting.poll();
        if (next == null) {
            led = false;
        } else {
            next.lead();
        }
    }

    /** Who shares a version with a leader; each must be able to follow those before him, were they versions of their own. */
    private static final class Company {
        private final Ours leader;
        private final boolean open;
        private final Set<String> appIds = new HashSet<>();
        private int actions;

        Company(Member leader) {
            this.leader = leader.ours;
            this.open = isOpen(leader);
            add(leader.ours);
        }

        /** Does it only add rows, without having looked at any that others in its company might add? */
        private static boolean isOpen(Member member) {
            return !member.transaction.isNote()
                    && member.ours.onlyAppends()
                    && member.ours.reads().readsNoRows();
        }

        boolean joins(Member member) {
            Ours ours = member.ours;
            boolean fits = open
                    && isOpen(member)
                    && ours.level() == leader.level()
                    && actions + ours.actions().size() <= MAX_ACTIONS
                    && ours.actions().stream()
                            .noneMatch(a -> a instanceof SetTransaction txn && appIds.contains(txn.appId()));
            if (fits) {
                add(ours);
            }
            return fits;
        }

        private void add(Ours ours) {
            actions += ours.actions().size();
            ours.actions().forEach(action -> {
                if (action instanceof SetTransaction txn) {
                    appIds.add(txn.appId());
                }
            });
        }
    }
}
