package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.transform.Transform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps one behind the other, some of which may remember. One thread at a time. */
final class StepChain {
    private final List<Transform> steps = new ArrayList<>();
    private final List<StatefulStep> remembering = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>(); // of those, among all

    /** Made anew, with nothing remembered. */
    StepChain(List<Stage> stages) {
        for (Stage stage : stages) {
            if (stage instanceof Stage.Plain plain) {
                steps.add(plain.step().get());
            } else if (stage instanceof Stage.Remembering stateful) {
                StatefulStep step = stateful.step().get();
                places.add(steps.size());
                remembering.add(step);
                steps.add(step::apply);
            }
        }
    }

    /** The steps before the first that remembers: they can run ahead of the epoch. */
    static List<Stage> before(List<Stage> stages) {
        return stages.subList(0, firstRemembering(stages));
    }

    /** That one and all behind it. */
    static List<Stage> rest(List<Stage> stages) {
        return stages.subList(firstRemembering(stages), stages.size());
    }

    private static int firstRemembering(List<Stage> stages) {
        int at = 0;
        while (at < stages.size() && !(stages.get(at) instanceof Stage.Remembering)) {
            at++;
        }
        return at;
    }

    ColumnBatch apply(ColumnBatch rows) {
        return apply(rows, 0);
    }

    private ColumnBatch apply(ColumnBatch rows, int from) {
        ColumnBatch result = rows;
        for (Transform step : steps.subList(from, steps.size())) {
            result = step.apply(result);
        }
        return result;
    }

    /**
     * What the end of the epoch gives.
     *
     * @param rows each step's, through those behind it
     * @param lateRows dropped in the epoch because they came too late
     * @param watermarkMicros of the first step that has one
     */
    record End(
            List<ColumnBatch> rows, long lateRows, @Nullable Long watermarkMicros) {}

    End endEpoch() {
        List<ColumnBatch> rows = new ArrayList<>();
        long late = 0;
        @Nullable Long watermark = null;
        for (int i = 0; i < remembering.size(); i++) {
            StatefulStep step = remembering.get(i);
            late += step.lateRows();
            @Nullable ColumnBatch end = step.endEpoch();
            if (end != null) {
                rows.add(apply(end, places.get(i) + 1));
            }
            watermark = watermark == null ? step.watermarkMicros() : watermark;
        }
        return new End(rows, late, watermark);
    }

    boolean remembers() {
        return !remembering.isEmpty();
    }

    List<StatefulStep> remembering() {
        return remembering;
    }

    /** @throws IllegalArgumentException if it is not of these steps */
    void restore(List<List<byte[]>> memory) {
        if (!memory.isEmpty() && memory.size() != remembering.size()) {
            throw new IllegalArgumentException("The query has other steps that remember than it had {found="
                    + memory.size() + ", now=" + remembering.size() + "}");
        }
        for (int i = 0; i < memory.size(); i++) {
            memory.get(i).forEach(remembering.get(i)::restore);
        }
    }
}
