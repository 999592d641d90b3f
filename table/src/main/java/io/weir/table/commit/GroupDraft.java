package io.weir.table.commit;

import io.weir.format.json.JsonOutput;
import io.weir.log.action.Action;
import io.weir.log.action.CommitInfo;
import io.weir.log.commit.CommitDraft;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the transactions of a group say together in their log entry. Pure. (PROTOCOL.md, "Commit Provenance Information") */
final class GroupDraft {
    /** Lists the transactions of an entry that has several; ours, other readers pass over it. */
    static final String MEMBERS = "weir.transactions";

    /** The operation of an entry whose transactions did different things. */
    private static final String SEVERAL = "GROUP COMMIT";

    private GroupDraft() {}

    /**
     * @param members at least one, which is what the entry is known by
     * @param remade actions that are made anew for this attempt
     * @param files metrics of the files that members share, in which they do not count themselves
     */
    static CommitDraft of(List<Member> members, List<? extends Action> remade, Map<String, Long> files) {
        PreparedTransaction first = members.get(0).transaction;
        List<Action> actions = new ArrayList<>();
        members.forEach(member -> actions.addAll(member.transaction.actions()));
        actions.addAll(remade);
        Map<String, String> metrics = sums(members);
        files.forEach((name, value) -> metrics.merge(name, Long.toString(value), GroupDraft::sum));
        CommitInfo.Builder info = CommitInfo.builder()
                .operation(operation(members))
                .operationParameters(common(members))
                .readVersion(members.stream()
                        .mapToLong(m -> m.transaction.readSnapshot().version())
                        .min()
                        .orElseThrow())
                .isolationLevel(members.get(0).ours.level().deltaName())
                .isBlindAppend(members.stream().allMatch(m -> m.transaction.isBlindAppend()))
                .operationMetrics(metrics)
                .engineInfo(first.engineInfo())
                .txnId(first.txnId());
        if (members.size() > 1) {
            info.json(MEMBERS, list(members));
        }
        return new CommitDraft(info.build(), actions);
    }

    private static String operation(List<Member> members) {
        String first = members.get(0).transaction.operation();
        return members.stream().allMatch(m -> m.transaction.operation().equals(first)) ? first : SEVERAL;
    }

    /** The parameters that all of them have. */
    private static Map<String, String> common(List<Member> members) {
        Map<String, String> common = new TreeMap<>(members.get(0).transaction.parameters());
        for (Member member : members) {
            common.entrySet().retainAll(member.transaction.parameters().entrySet());
        }
        return common;
    }

    private static Map<String, String> sums(List<Member> members) {
        if (members.size() == 1) {
            return new TreeMap<>(members.get(0).transaction.metrics());
        }
        Map<String, String> sums = new TreeMap<>();
        for (Member member : members) {
            member.transaction.metrics().forEach((name, value) -> sums.merge(name, value, GroupDraft::sum));
        }
        return sums;
    }

    private static String sum(String a, String b) {
        return new BigInteger(a).add(new BigInteger(b)).toString();
    }

    private static Map<String, String> metrics(PreparedTransaction transaction) {
        Map<String, String> metrics = new TreeMap<>(transaction.metrics());
        SharedRows shared = transaction.sharedRows();
        if (shared != null) {
            metrics.put("numOutputRows", Long.toString(shared.rowCount()));
        }
        return metrics;
    }

    private static String list(List<Member> members) {
        JsonOutput out = new JsonOutput().beginArray();
        for (Member member : members) {
            PreparedTransaction transaction = member.transaction;
            out.beginObject().member("txnId", transaction.txnId()).member("operation", transaction.operation());
            out.name("operationMetrics").beginObject();
            metrics(transaction).forEach(out::member);
            out.endObject().endObject();
        }
        return out.endArray().toString();
    }
}
